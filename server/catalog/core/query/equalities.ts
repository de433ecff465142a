import type { Condition } from "./condition";

/**
 * The values that a condition asks for, when it asks for nothing but one value each of keys whose values are counted; null
 * when it asks for anything else. Nothing at all: everything matches.
 */
export function equalitiesOf(
  condition: Condition,
  blueprintId: string,
  counted: readonly string[],
): { key: string; value: string }[] | null {
  switch (condition.kind) {
    case "constant":
      return condition.value ? [] : null;
    case "blueprints":
      return condition.ids.includes(blueprintId) ? [] : null;
    case "all": {
      const parts = condition.of.map((part) => equalitiesOf(part, blueprintId, counted));
      return parts.every((part) => part !== null) ? parts.flat() : null;
    }
    case "test": {
      const { field, test } = condition;
      if (test.op !== "is" && test.op !== "has") return null;
      const [value] = test.values;
      if (test.values.length !== 1 || value === undefined) return null;
      if (field.kind === "meta")
        return field.key === "$team" ? [{ key: "$team", value: String(value) }] : null;
      if (field.kind !== "property" || test.op !== "is" || !counted.includes(field.key)) return null;
      return [{ key: field.key, value: String(value) }];
    }
    default:
      return null;
  }
}
