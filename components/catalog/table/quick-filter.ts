import { shapeOf } from "@/components/query/fields";
import type { QueryField } from "@/components/query/fields";
import { isGroup } from "@/components/query/query-types";
import type { Rule, RuleGroup, RuleNode } from "@/components/query/query-types";
import { fieldIdOf } from "@/components/query/subject";
import { withCondition } from "./table-query";

/** What is picked at a column's header: some of its values, and whether entities without one count too. */
export interface QuickFilter {
  values: readonly unknown[];
  empty: boolean;
}

const subjectOf = (field: QueryField): Rule =>
  field.kind === "relation" ? { relation: field.key } : { property: field.key };
const amongOf = (field: QueryField): string =>
  field.kind !== "relation" && shapeOf(field.definition) === "list" ? "containsAny" : "in";

const isAmong = (node: RuleNode, field: QueryField): node is Rule =>
  !isGroup(node) &&
  fieldIdOf(node) === field.id &&
  node.operator === amongOf(field) &&
  Array.isArray(node.value);
const isEmptyRule = (node: RuleNode, field: QueryField): boolean =>
  !isGroup(node) && fieldIdOf(node) === field.id && node.operator === "isEmpty";
const isEither = (node: RuleNode, field: QueryField): node is RuleGroup =>
  isGroup(node) &&
  node.combinator === "or" &&
  node.rules.length === 2 &&
  node.rules.some((rule) => isAmong(rule, field)) &&
  node.rules.some((rule) => isEmptyRule(rule, field));

const isQuick = (node: RuleNode, field: QueryField): boolean =>
  isAmong(node, field) || isEmptyRule(node, field) || isEither(node, field);

const conjoined = (query: RuleGroup): boolean => query.combinator === "and" || query.rules.length < 2;

/** What a query says about a column in the way that its header can say it; null when it says nothing of the kind. */
export function quickOf(query: RuleGroup, field: QueryField): QuickFilter | null {
  const node = conjoined(query) ? query.rules.find((rule) => isQuick(rule, field)) : undefined;
  if (!node) return null;
  const parts = isGroup(node) ? node.rules : [node];
  const among = parts.find((rule) => isAmong(rule, field));
  return {
    values: among ? (among.value as unknown[]) : [],
    empty: parts.some((rule) => isEmptyRule(rule, field)),
  };
}

/** The query without what the header of a column says. */
export const withoutQuick = (query: RuleGroup, field: QueryField): RuleGroup =>
  conjoined(query) ? { ...query, rules: query.rules.filter((rule) => !isQuick(rule, field)) } : query;

/** The query with what is picked at a column's header, at the place of what was picked there before. */
export function withQuick(query: RuleGroup, field: QueryField, { values, empty }: QuickFilter): RuleGroup {
  const among: Rule = { ...subjectOf(field), operator: amongOf(field), value: [...values] };
  const none: Rule = { ...subjectOf(field), operator: "isEmpty" };
  const next: RuleNode | null =
    values.length > 0 && empty
      ? { combinator: "or", rules: [among, none] }
      : values.length > 0
        ? among
        : empty
          ? none
          : null;
  if (!next) return withoutQuick(query, field);
  const at = conjoined(query) ? query.rules.findIndex((rule) => isQuick(rule, field)) : -1;
  if (at === -1) return withCondition(query, next);
  return { combinator: "and", rules: query.rules.map((rule, index) => (index === at ? next : rule)) };
}

/** The condition that an entity has one value of a field; null stands for none. */
export const ruleOfValue = (field: QueryField, value: unknown): Rule =>
  value === null
    ? { ...subjectOf(field), operator: "isEmpty" }
    : { ...subjectOf(field), operator: amongOf(field), value: [value] };
