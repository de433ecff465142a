import { isQuery, type Query, type RuleValue } from "./schema";

const isContext = (value: RuleValue | object | undefined): value is { context: string } =>
  typeof value === "object" && value !== null && "context" in value;

/** Whether a query asks for properties of the viewer or the viewer's teams, so that these have to be loaded. */
export function usesContext({ rules }: Query): boolean {
  return rules.some((rule) =>
    isQuery(rule)
      ? usesContext(rule)
      : isContext(rule.value) ||
        ("property" in rule && typeof rule.property === "object" && isContext(rule.property)),
  );
}
