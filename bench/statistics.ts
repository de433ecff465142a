/** The p-th percentile (0 to 1) of a sample by nearest rank; NaN of none. */
export function percentile(sample: number[], p: number): number {
  const sorted = [...sample].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.max(0, Math.ceil(p * sorted.length) - 1))] ?? Number.NaN;
}

export const median = (sample: number[]): number => percentile(sample, 0.5);

/** One line of the table: what was measured, against its limit. */
export interface Measure {
  name: string;
  value: number;
  unit: "ms" | "s" | "kB" | "MB" | "/s" | "x";
  limit: number;
  /** The limit is a floor: more is better. */
  atLeast?: boolean;
  note?: string;
}

export const isWithin = ({ value, limit, atLeast }: Measure): boolean =>
  atLeast ? value >= limit : value <= limit;

/** Prints measures as an aligned table; a value beyond its limit is marked, never hidden. */
export function printTable(measures: Measure[]): void {
  const width = Math.max(...measures.map((m) => m.name.length), 10);
  for (const m of measures) {
    const value = `${m.value >= 100 ? m.value.toFixed(0) : m.value.toFixed(1)} ${m.unit}`;
    console.log(
      `${m.name.padEnd(width)}  ${value.padStart(10)}  ${m.atLeast ? "floor" : "limit"} ${`${m.limit} ${m.unit}`.padStart(8)}  ${isWithin(m) ? "ok  " : "MISS"}  ${m.note ?? ""}`,
    );
  }
}
