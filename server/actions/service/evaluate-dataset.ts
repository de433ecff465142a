import { createHash } from "node:crypto";
import { checkQuery } from "@/server/catalog/core/query/check";
import { isQuery, type Query, type Rule, type RuleValue } from "@/server/catalog/core/query/schema";
import { positive } from "@/server/catalog/core/query/tests-for";
import { searchBlueprint } from "@/server/catalog/service/search";
import type { Context } from "@/server/kernel/context";
import { DomainError } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { isDynamic } from "@/server/properties/kind";
import { shown } from "../core/form/constraints";
import { type FormContext, outcomeOf } from "./evaluate-jq";

type AnyContext = Context | TransactionContext;

/** A dataset with its computed values filled in. */
export type Dataset = { query: Query; fault?: undefined } | { query?: undefined; fault: string };

const isScalar = (value: unknown) => ["string", "number", "boolean"].includes(typeof value);

/** Fills the computed values of a dataset in. */
export async function datasetFor(dataset: Query, context: FormContext): Promise<Dataset> {
  const faults: string[] = [];
  const filled = async (query: Query): Promise<Query> => ({
    ...query,
    rules: await Promise.all(query.rules.map((rule) => (isQuery(rule) ? filled(rule) : filledRule(rule)))),
  });
  const filledRule = async (rule: Rule): Promise<Rule> => {
    if (!isDynamic(rule.value)) return rule;
    const { value, fault } = await outcomeOf(rule.value.jqQuery, context);
    if (fault !== undefined) faults.push(fault);
    const values = [value].flat().filter((one) => one !== null && one !== undefined);
    const wrong = values.find((one) => !isScalar(one));
    if (wrong !== undefined)
      faults.push(
        `A value of the dataset must be a text, a number, true, false or a list of them, and is ${shown(wrong)}.`,
      );
    if (faults.length) return rule;
    // Compared with nothing, as long as what it comes from has no value: nothing is equal to that, and everything differs.
    if (values.length === 0)
      return {
        property: "$identifier",
        operator: positive(rule.operator).negated ? "notIn" : "in",
        value: [],
        ...(rule.not === undefined ? {} : { not: rule.not }),
      };
    return { ...rule, value: (Array.isArray(value) ? values : values[0]) as RuleValue };
  };
  const query = await filled(dataset);
  const [fault] = faults.length ? faults : checkQuery(query).map((issue) => issue.message);
  return fault === undefined ? { query } : { fault };
}

/** A text that is the same as long as the choices of a dataset can be. */
export const versionOf = (query: Query): string =>
  createHash("sha256").update(JSON.stringify(query)).digest("base64url").slice(0, 16);

/**
 * Those of these entities that are choices of a dataset and that the person may read. Out: a fault where the dataset
 * names what there is not.
 */
export async function choicesAmong(
  ctx: AnyContext,
  blueprint: string,
  query: Query,
  identifiers: string[],
): Promise<{ choices: Set<string>; fault?: undefined } | { choices?: undefined; fault: string }> {
  if (identifiers.length === 0) return { choices: new Set() };
  try {
    const { entities } = await searchBlueprint(
      ctx,
      blueprint,
      { query, identifiers, limit: identifiers.length },
      { include: ["identifier"] },
    );
    return { choices: new Set(entities.map((entity) => String(entity.identifier))) };
  } catch (error) {
    if (error instanceof DomainError && (error.code === "invalid" || error.code === "not_found"))
      return { fault: error.message };
    throw error;
  }
}
