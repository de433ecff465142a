import type { Issue } from "@/server/kernel/errors";

export type Path = (string | number)[];

export const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** A list of choices for a message; long ones are cut. */
export function choices(list: readonly string[], most = 40): string {
  const shown = list.slice(0, most).join(", ");
  return list.length > most ? `${shown} and ${list.length - most} more` : shown;
}

/** A fault for each key that is not known here. */
export function keyIssues(value: Record<string, unknown>, known: readonly string[], at: Path): Issue[] {
  return Object.keys(value)
    .filter((key) => !known.includes(key))
    .map((key) => ({
      path: [...at, key],
      message: `There is no key "${key}" here. Known: ${known.join(", ")}.`,
    }));
}
