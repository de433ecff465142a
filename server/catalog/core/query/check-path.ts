import type { Issue } from "@/server/kernel/errors";
import { isObject, keyIssues, type Path } from "./check-keys";
import { MAX_HOPS, MAX_PATH } from "./schema";

/** Faults of `{ path, fromBlueprint? }`: a hop is a relation, and one of them may repeat up to `maxHops` times. */
export function pathIssues(value: Record<string, unknown>, at: Path): Issue[] {
  const issues = keyIssues(value, ["path", "fromBlueprint"], at);
  const refuse = (path: Path, message: string) => void issues.push({ path: [...at, ...path], message });
  const { path, fromBlueprint } = value;
  if (fromBlueprint !== undefined && (typeof fromBlueprint !== "string" || fromBlueprint === ""))
    refuse(["fromBlueprint"], "Must be the identifier of a blueprint.");
  if (!Array.isArray(path) || path.length === 0)
    refuse(["path"], "Must be a list of relations to follow, with at least one.");
  else if (path.length > MAX_PATH)
    refuse(["path"], `A path has at most ${MAX_PATH} relations; these are ${path.length}.`);
  else {
    let repeats = 0;
    for (const [i, hop] of path.entries()) {
      if (typeof hop === "string" && hop !== "") continue;
      if (!isObject(hop)) {
        refuse(["path", i], 'Must be a relation, or { "relation": "…", "maxHops": 3 }.');
        continue;
      }
      issues.push(...keyIssues(hop, ["relation", "maxHops"], [...at, "path", i]));
      if (typeof hop.relation !== "string" || hop.relation === "")
        refuse(["path", i, "relation"], "Must be the identifier of a relation.");
      const { maxHops } = hop;
      if (maxHops === undefined) continue;
      if (!(Number.isInteger(maxHops) && (maxHops as number) >= 1 && (maxHops as number) <= MAX_HOPS))
        refuse(["path", i, "maxHops"], `Must be a whole number from 1 to ${MAX_HOPS}.`);
      if (++repeats > 1)
        refuse(
          ["path", i, "maxHops"],
          "Only one relation of a path can repeat. Take maxHops away from the others.",
        );
    }
  }
  return issues;
}
