import { isQuery, type Query } from "@/server/catalog/core/query/schema";
import { render, TemplateError } from "@/server/pipelines/template";

/** A query with the templates of its rules' values rendered. What they give are values: they can add no rule to it. Throws TemplateError. */
export async function renderQuery(query: Query, context: unknown): Promise<Query> {
  const rules = await Promise.all(
    query.rules.map(async (rule) => {
      if (isQuery(rule)) return renderQuery(rule, context);
      if (typeof rule.value !== "string" && !Array.isArray(rule.value)) return rule;
      const value = await render(rule.value, context);
      if (!isPlain(value))
        throw new TemplateError(["value"], "Must give a text, a number, or a list of them.", null);
      return { ...rule, value: Array.isArray(value) ? (value.flat() as typeof rule.value) : value };
    }),
  );
  return { ...query, rules: rules as Query["rules"] };
}

const isPlain = (value: unknown): value is string | number | boolean | null =>
  Array.isArray(value) ? value.flat().every(isPlain) : value === null || typeof value !== "object";
