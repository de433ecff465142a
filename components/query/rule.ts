import { shapeOf } from "./fields";
import type { QueryField, Shape } from "./fields";
import { isComputed } from "./dynamic-values";
import { operatorOf, operatorsOf } from "./operators";
import type { Operand } from "./operators";
import { isGroup } from "./query-types";
import { fieldIdOf, isContext } from "./subject";
import type { ContextValue } from "./subject";
import type { QueryIssue, Rule, RuleGroup, RuleNode, RulePath } from "./query-types";

/** How a rule is edited: by a field, by what it is related to, along a path, by a type of property; "other" as JSON. */
export type RuleKind = "field" | "relatedTo" | "path" | "type" | "other";

export const ME: ContextValue = { context: "user", property: "$identifier" };
export const MY_TEAMS: ContextValue = { context: "userTeams", property: "$identifier" };

interface PathProperty {
  path: unknown[];
  fromBlueprint?: string;
}
export const isPath = (value: unknown): value is PathProperty =>
  typeof value === "object" && value !== null && Array.isArray((value as Partial<PathProperty>).path);

export function ruleKind(rule: Rule): RuleKind {
  if (rule.operator === "relatedTo") return "relatedTo";
  if (isPath(rule.property)) return "path";
  if (typeof rule.propertySchema === "object" && rule.propertySchema !== null) return "type";
  return fieldIdOf(rule) === undefined ? "other" : "field";
}

function subject(field: QueryField): Rule {
  if (field.kind === "relation") return { relation: field.key };
  if (field.kind === "property") return { property: field.key };
  return { property: { context: field.kind, property: field.key } };
}

/** A new condition on a field, still without a value. */
export function ruleFor(field: QueryField): Rule {
  const [first] = operatorsOf(shapeOf(field.definition));
  const operand = first?.operand ?? "one";
  return {
    ...subject(field),
    operator: first?.id ?? "=",
    ...(operand === "range" && { value: spanFor(shapeOf(field.definition)) }),
    ...(operand === "many" && { value: [] }),
  };
}

/** The condition on another field; operator and value stay where they still mean the same. */
export function withField(rule: Rule, before: QueryField | undefined, after: QueryField): Rule {
  const shape = shapeOf(after.definition);
  const same =
    before && shapeOf(before.definition) === shape && !["choice", "entity", "list"].includes(shape);
  return same ? { ...rule, property: undefined, relation: undefined, ...subject(after) } : ruleFor(after);
}

/** The condition with another operator; the value is carried over in its new form. */
export function withOperator(rule: Rule, shape: Shape, id: string): Rule {
  const { operator: _operator, value, ...rest } = rule;
  const before = operatorOf(shape, rule.operator).operand;
  const after = operatorOf(shape, id).operand;
  const next = before === after ? value : convert(value, after, shape);
  return { ...rest, operator: id, ...(next !== undefined && { value: next }) };
}

const spanFor = (shape: Shape) => (shape === "number" ? {} : { preset: "lastWeek" });

function convert(value: unknown, to: Operand, shape: Shape): unknown {
  if (to === "none") return undefined;
  if (to === "range") return spanFor(shape);
  if (isContext(value)) return value;
  if (to === "many") return value === undefined || typeof value === "object" ? [] : [value];
  return Array.isArray(value) ? (value as unknown[])[0] : undefined;
}

const isBlank = (value: unknown): boolean =>
  value === undefined ||
  value === "" ||
  (Array.isArray(value) && value.length === 0) ||
  (isComputed(value) && value.jqQuery.trim() === "");

/** What a condition still lacks, in words; null when it is complete. */
export function lackOf(rule: Rule): string | null {
  switch (ruleKind(rule)) {
    case "relatedTo":
      if (isBlank(rule.blueprint)) return "Choose a blueprint.";
      return isBlank(rule.value) ? "Choose at least one entity." : null;
    case "path":
      if (!isPath(rule.property) || rule.property.path.length === 0) return "Add a relation to follow.";
      if (
        rule.property.path.some(
          (step) => typeof step !== "string" && !(step as { relation?: string }).relation,
        )
      )
        return "Choose the relation of each step.";
      return isBlank(rule.value) ? "Choose at least one entity at the end of the path." : null;
    case "other":
      return null;
    default: {
      const operand = operatorOf("text", rule.operator).operand;
      if (operand === "none") return null;
      if (operand === "range") {
        const { preset, from, to } = (rule.value ?? {}) as Record<string, unknown>;
        return isContext(rule.value) || preset || (!isBlank(from) && !isBlank(to))
          ? null
          : "Fill in both ends.";
      }
      return isBlank(rule.value) ? "Fill in a value." : null;
    }
  }
}

/** The query without conditions that lack something: what can be asked while it is still being written. */
export function completeOf(query: RuleGroup): RuleGroup {
  const rules = query.rules.flatMap((node): RuleNode[] => {
    if (!isGroup(node)) return lackOf(node) === null ? [cleaned(node)] : [];
    const group = completeOf(node);
    return group.rules.length > 0 ? [group] : [];
  });
  return { combinator: query.combinator, rules };
}

/** Every condition that lacks something, as faults at their place: for a form that is about to be saved. */
export function lacksOf(query: RuleGroup, path: RulePath = []): QueryIssue[] {
  return query.rules.flatMap((node, index): QueryIssue[] => {
    const at = [...path, index];
    if (isGroup(node)) return lacksOf(node, at);
    const message = lackOf(node);
    return message ? [{ path: at.flatMap((step) => ["rules", step]), message }] : [];
  });
}

/** Keys whose value was taken away do not travel. */
const cleaned = (rule: Rule): Rule =>
  Object.fromEntries(Object.entries(rule).filter(([, value]) => value !== undefined));
