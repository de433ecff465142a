import type { EntityChange } from "@/server/catalog/schema";

/** A value that a property had from one moment on. */
export interface ValuePoint {
  at: string;
  /** Undefined: it had none. */
  value: unknown;
  /** The step that brought it. */
  step: EntityChange;
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b);

/** The values of one property in the order in which it had them, the newest first; steps that left it as it was are skipped. */
export function seriesOf(steps: readonly EntityChange[], key: string): ValuePoint[] {
  const points: ValuePoint[] = [];
  for (const step of [...steps].reverse()) {
    // What a recomputation did not touch is not in it.
    if (step.after && !Object.hasOwn(step.after.properties ?? {}, key) && step.change === "computed")
      continue;
    const found = step.after?.properties?.[key];
    const value = found === null ? undefined : found;
    const last = points.at(-1);
    if (last ? same(last.value, value) : value === undefined) continue;
    points.push({ at: step.at, value, step });
  }
  return points.reverse();
}

export interface LinePoint {
  x: number;
  y: number;
}

/**
 * Numbers over time as a stepped line in a box: a value holds until the next one. The newest holds until `now`. Null when
 * fewer than two points are numbers.
 */
export function stepLine(
  points: readonly ValuePoint[],
  box: { width: number; height: number },
  now: number,
): { path: string; min: number; max: number } | null {
  const numbers = [...points]
    .reverse()
    .flatMap(({ at, value }) => (typeof value === "number" ? [{ at: new Date(at).getTime(), value }] : []));
  const first = numbers[0];
  if (!first || numbers.length < 2) return null;
  const min = Math.min(...numbers.map(({ value }) => value));
  const max = Math.max(...numbers.map(({ value }) => value));
  const span = Math.max(1, now - first.at);
  const x = (at: number) => Number((((at - first.at) / span) * box.width).toFixed(1));
  const y = (value: number) =>
    Number(
      (max === min ? box.height / 2 : box.height - ((value - min) / (max - min)) * box.height).toFixed(1),
    );
  const parts = numbers.map(({ at, value }, index) =>
    index === 0 ? `M ${x(at)} ${y(value)}` : `H ${x(at)} V ${y(value)}`,
  );
  return { path: `${parts.join(" ")} H ${box.width}`, min, max };
}
