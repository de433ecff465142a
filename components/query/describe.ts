import { formatCount } from "@/components/ui/format";
import { shapeOf } from "./fields";
import type { QueryField } from "./fields";
import { isComputed } from "./dynamic-values";
import { operatorOf, SPAN_OPTIONS } from "./operators";
import { isGroup } from "./query-types";
import type { Rule, RuleGroup, RuleNode } from "./query-types";
import { isPath, ruleKind } from "./rule";
import { fieldIdOf, isContext } from "./subject";

/** A condition in three parts, to be shown with different weight. */
export interface RuleWords {
  subject: string;
  verb: string;
  object: string;
}

/** Values of a list that are named; the others are counted. */
const NAMED = 3;

function valueWords(value: unknown): string {
  if (value === undefined || value === "") return "…";
  if (value === null) return "nothing";
  if (typeof value === "boolean") return value ? "Yes" : "No";
  if (typeof value === "number") return String(value);
  if (typeof value === "string")
    return /^\d{4}-\d\d-\d\dT/.test(value) && !Number.isNaN(Date.parse(value)) ? dateWords(value) : value;
  if (Array.isArray(value)) {
    const named = value.slice(0, NAMED).map(valueWords).join(", ");
    return value.length > NAMED ? `${named} and ${formatCount(value.length - NAMED)} more` : named || "…";
  }
  if (isComputed(value)) return `computed: ${value.jqQuery || "…"}`;
  if (isContext(value)) {
    const own = value.property === "$identifier";
    if (value.context === "user") return own ? "me" : `my ${value.property}`;
    return own ? "my teams" : `my teams' ${value.property}`;
  }
  const { preset, from, to } = value as Record<string, unknown>;
  if (preset !== undefined)
    return SPAN_OPTIONS.find((one) => one.value === preset)?.label ?? JSON.stringify(preset);
  if (from !== undefined || to !== undefined) return `${valueWords(from)} to ${valueWords(to)}`;
  return JSON.stringify(value);
}

const dateWords = (iso: string): string =>
  new Date(iso).toLocaleString("en-US", { dateStyle: "medium", timeStyle: "short" });

/** The steps of a path as people read them: "service → parent (up to 3)". */
export function pathWords(steps: readonly unknown[]): string {
  return steps
    .map((step) => {
      if (typeof step === "string") return step;
      const { relation, maxHops } = (step ?? {}) as { relation?: string; maxHops?: number };
      return `${relation ?? "any relation"}${maxHops ? ` (up to ${maxHops})` : ""}`;
    })
    .join(" → ");
}

/** What a condition says. */
export function ruleWords(rule: Rule, fields: readonly QueryField[]): RuleWords {
  switch (ruleKind(rule)) {
    case "relatedTo":
      return {
        subject: "Related",
        verb:
          rule.direction === "upstream"
            ? "upstream to"
            : rule.direction === "downstream"
              ? "downstream to"
              : "to",
        object: valueWords(rule.value),
      };
    case "path":
      return {
        subject: isPath(rule.property) ? pathWords(rule.property.path) || "Path" : "Path",
        verb: "leads to",
        object: valueWords(rule.value),
      };
    case "type": {
      const { type, format } = rule.propertySchema as { type?: string; format?: string };
      return {
        subject: `Any ${format ?? type ?? ""} property`,
        verb: operatorOf("text", rule.operator).label,
        object: valueWords(rule.value),
      };
    }
    case "other":
      return { subject: JSON.stringify(rule), verb: "", object: "" };
    case "field": {
      const id = fieldIdOf(rule);
      const field = fields.find((one) => one.id === id);
      const operator = operatorOf(field ? shapeOf(field.definition) : "text", rule.operator);
      return {
        subject: field
          ? field.kind === "property" || field.kind === "relation"
            ? field.title
            : `${field.group}: ${field.title}`
          : (id ?? ""),
        verb: operator.label,
        object: operator.operand === "none" ? "" : valueWords(rule.value),
      };
    }
  }
}

/** A whole query in one line. */
export function queryWords(query: RuleGroup, fields: readonly QueryField[]): string {
  const joint = query.combinator === "and" ? " and " : " or ";
  return query.rules.map((node) => nodeWords(node, fields)).join(joint);
}

export function nodeWords(node: RuleNode, fields: readonly QueryField[]): string {
  if (isGroup(node)) return `(${queryWords(node, fields)})`;
  const { subject, verb, object } = ruleWords(node, fields);
  return [subject, verb, object].filter(Boolean).join(" ");
}
