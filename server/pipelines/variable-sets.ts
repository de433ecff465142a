import type { Executor } from "@/db/client";
import { audit } from "@/server/audit/service";
import { actorId, actorName, type Context } from "@/server/kernel/context";
import { Conflict, Invalid, NotFound } from "@/server/kernel/errors";
import { newId } from "@/server/kernel/ids";
import { checkPermission } from "@/server/kernel/permissions";
import { canonicalJson, decrypt, encrypt, Secret } from "@/server/kernel/secrets";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import {
  variableSetInput,
  type VariableSetInput,
  type VariableSetSummary,
  winning,
} from "./core/variable-sets";
import type { VariableKind, VariableSource } from "./schema";
import {
  allVariableSets,
  insertVariableSet,
  lockVariableSet,
  removeVariableSet,
  replaceVariables,
  setsFor,
  type SetWithVariables,
  updateVariableSet,
  type VariableRow,
} from "./store-variable-sets";

type Ctx = Context | TransactionContext;

const purpose = (setId: string, kind: VariableKind, name: string): string =>
  `variable:${setId}:${kind}:${name}`;

/** Every variable set, without the values of sensitive variables. Administrators only. */
export async function listVariableSets(ctx: Ctx): Promise<VariableSetSummary[]> {
  checkPermission(ctx.actor, "actions.manage");
  return (await allVariableSets(ctx.db)).map(summaryOf);
}

/**
 * Makes a set, or replaces it as a whole; a variable without a value keeps the stored one. Throws Invalid at the variable when
 * there is none to keep, or when a sensitive one is to become readable; Conflict when another has just made the same set.
 */
export async function upsertVariableSet(ctx: Ctx, input: unknown): Promise<VariableSetSummary> {
  checkPermission(ctx.actor, "actions.manage");
  const given = parse(input);
  return transaction(ctx, async (tx) => {
    const existing = await lockVariableSet(tx.db, given.identifier);
    const content = {
      title: given.title,
      description: given.description ?? null,
      team: given.team ?? null,
      environment: given.environment ?? null,
      updatedBy: actorName(tx.actor),
    };
    const id =
      existing?.id ??
      (await insertVariableSet(tx.db, {
        ...content,
        identifier: given.identifier,
        createdBy: actorId(tx.actor),
      }));
    if (id === null)
      throw new Conflict(
        `Somebody has just created the variable set "${given.identifier}". Reload the page to see it.`,
      );
    if (existing) await updateVariableSet(tx.db, id, content);
    const rows = given.variables.map((variable, index) => rowOf(id, variable, existing, index));
    await replaceVariables(tx.db, id, rows);
    await audit(tx, {
      action: existing ? "UPDATE" : "CREATE",
      resourceType: "variable_set",
      resourceId: given.identifier,
      diff: {
        ...(existing ? { before: described(existing) } : {}),
        after: {
          ...described({ ...content, variables: rows }),
          changed: rows
            .filter((row) => existingOf(existing, row)?.version !== row.version)
            .map((row) => row.name),
        },
      },
    });
    return summaryOf((await lockVariableSet(tx.db, given.identifier))!);
  });
}

/** Removes a set. Modules that need one of its variables fail to plan from then on. Throws NotFound. */
export async function deleteVariableSet(ctx: Ctx, identifier: string): Promise<void> {
  checkPermission(ctx.actor, "actions.manage");
  await transaction(ctx, async (tx) => {
    const existing = await lockVariableSet(tx.db, identifier);
    if (!existing) throw new NotFound("Variable set", identifier);
    await removeVariableSet(tx.db, existing.id);
    await audit(tx, {
      action: "DELETE",
      resourceType: "variable_set",
      resourceId: identifier,
      diff: { before: described(existing) },
    });
  });
}

/** A variable that sets give to a run, with where it comes from. */
export interface GivenVariable extends VariableSource {
  kind: VariableKind;
  name: string;
  value: Secret<unknown>;
}

/** For the engine of runs only: what the sets give to runs of a team in an environment, each variable once. */
export async function resolveVariableSets(
  ctx: { db: Executor },
  scope: { team: string | null; environment: string | null },
): Promise<GivenVariable[]> {
  return winning<VariableRow, SetWithVariables>(await setsFor(ctx.db, scope)).map(({ set, variable }) => ({
    kind: variable.kind,
    name: variable.name,
    set: set.identifier,
    title: set.title,
    version: variable.version,
    sensitive: variable.sensitive,
    value: new Secret(
      variable.sealed
        ? (JSON.parse(
            decrypt(purpose(set.id, variable.kind, variable.name), variable.sealed).toString("utf8"),
          ) as unknown)
        : variable.value?.value,
    ),
  }));
}

function parse(input: unknown): VariableSetInput {
  const parsed = variableSetInput.safeParse(input);
  if (parsed.success) return parsed.data;
  throw new Invalid(
    parsed.error.issues.map((issue) => ({
      path: issue.path.map((step) => (typeof step === "symbol" ? String(step) : step)),
      message: issue.message,
    })),
  );
}

const existingOf = (set: SetWithVariables | null, { kind, name }: Pick<VariableRow, "kind" | "name">) =>
  set?.variables.find((variable) => variable.kind === kind && variable.name === name);

/** The row of a variable: with the stored value when none is given, and the stored version when the value stays the same. */
function rowOf(
  setId: string,
  { kind, name, sensitive, description = null, value }: VariableSetInput["variables"][number],
  existing: SetWithVariables | null,
  index: number,
): Omit<VariableRow, "setId" | "updatedAt"> & { updatedAt?: Date } {
  const before = existingOf(existing, { kind, name });
  const base = { kind, name, sensitive, description };
  if (value === undefined) {
    if (!before) throw Invalid.at(["variables", index, "value"], `${name} has no stored value. Give one.`);
    if (before.sensitive && !sensitive)
      throw Invalid.at(
        ["variables", index, "value"],
        "A sensitive value cannot be read back. Give the value that everybody may see.",
      );
  }
  const stored: unknown = before?.sealed
    ? (JSON.parse(decrypt(purpose(setId, kind, name), before.sealed).toString("utf8")) as unknown)
    : before?.value?.value;
  const next: unknown = value === undefined ? stored : value;
  const same = before !== undefined && canonicalJson(stored) === canonicalJson(next);
  return {
    ...base,
    value: sensitive ? null : { value: next },
    sealed: sensitive ? encrypt(purpose(setId, kind, name), JSON.stringify(next)) : null,
    version: same ? before.version : newId(),
    ...(same ? { updatedAt: before.updatedAt } : {}),
  };
}

const described = ({
  title,
  description,
  team,
  environment,
  variables,
}: Pick<SetWithVariables, "title" | "description" | "team" | "environment"> & {
  variables: Pick<VariableRow, "kind" | "name" | "sensitive">[];
}) => ({
  title,
  description,
  team,
  environment,
  variables: variables.map(({ kind, name, sensitive }) => ({ kind, name, sensitive })),
});

const summaryOf = (set: SetWithVariables): VariableSetSummary => ({
  identifier: set.identifier,
  title: set.title,
  description: set.description,
  team: set.team,
  environment: set.environment,
  variables: set.variables.map(({ kind, name, sensitive, description, value, updatedAt }) => ({
    kind,
    name,
    sensitive,
    description,
    value: sensitive ? null : value?.value,
    updatedAt,
  })),
  updatedAt: set.updatedAt,
  updatedBy: set.updatedBy,
});
