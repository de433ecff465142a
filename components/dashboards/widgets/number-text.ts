import type { NumberLook } from "@/server/dashboards/core/data";

/** A number with its unit and as many digits as are wanted: "€1,250.50", "12 hours". */
export function numberText(
  value: number | null,
  { unit, unitSide, decimals }: Pick<NumberLook, "unit" | "unitSide" | "decimals">,
): string {
  if (value === null) return "No value";
  const digits = decimals ?? undefined;
  const number = value.toLocaleString("en-US", {
    ...(digits === undefined
      ? { maximumFractionDigits: 6 }
      : { minimumFractionDigits: digits, maximumFractionDigits: digits }),
  });
  if (!unit) return number;
  // A sign stands close to its number, a word apart.
  const gap = /^[\p{L}]/u.test(unit) ? " " : "";
  return unitSide === "left" ? `${unit}${gap}${number}` : `${number}${gap}${unit}`;
}
