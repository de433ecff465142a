import type { NumberLook } from "./data";
import type { Condition } from "./widgets/charts";

const MEETS: Record<Condition["operator"], (value: number, bound: number) => boolean> = {
  ">": (value, bound) => value > bound,
  ">=": (value, bound) => value >= bound,
  "<": (value, bound) => value < bound,
  "<=": (value, bound) => value <= bound,
  "=": (value, bound) => value === bound,
  "!=": (value, bound) => value !== bound,
};

/** Of the conditions that a number meets, the one whose bound is closest to it; of several as close, the first. Null: none is met. */
export function conditionFor(value: number, conditions: readonly Condition[]): Condition | null {
  let closest: Condition | null = null;
  for (const condition of conditions) {
    if (!MEETS[condition.operator](value, condition.value)) continue;
    if (!closest || Math.abs(value - condition.value) < Math.abs(value - closest.value)) closest = condition;
  }
  return closest;
}

interface Formatted {
  unit: "none" | "$" | "€" | "£" | "%" | "custom";
  unitCustom?: string | undefined;
  unitAlignment?: "left" | "right" | undefined;
  displayFormatting?: "none" | "round" | "custom" | undefined;
  decimalPlaces?: string | undefined;
  conditionalFormatting?: Condition[] | undefined;
}

/** How a number chart writes its number. Currencies stand left of it and anything else right, unless it says so. */
export function numberLook(widget: Formatted, value: number | null): NumberLook {
  const { unit, displayFormatting, decimalPlaces } = widget;
  const met = value === null ? null : conditionFor(value, widget.conditionalFormatting ?? []);
  return {
    unit: unit === "none" ? null : unit === "custom" ? (widget.unitCustom ?? null) : unit,
    unitSide: widget.unitAlignment ?? (["$", "€", "£"].includes(unit) ? "left" : "right"),
    decimals:
      displayFormatting === "round"
        ? 0
        : displayFormatting === "custom" && decimalPlaces
          ? decimalPlaces.length - 1
          : null,
    colour: met?.color ?? null,
    message: met?.message ?? null,
    description: met?.description ?? null,
  };
}
