import { clientsByIds } from "@/server/identity/service/clients";
import { getUserWithTeams } from "@/server/identity/service/people";
import { NotFound } from "@/server/kernel/errors";
import type { Context } from "@/server/kernel/context";
import type { TransactionContext } from "@/server/kernel/transaction";
import { publishedRole } from "@/server/approvals/core/rule";
import type { PolicyBudget, PolicyInput } from "@/server/policy/schema";
import { verdictsMoved } from "@/server/policy/core/verdict";
import { evaluatePolicies, recordedCase } from "@/server/policy/service/evaluate";
import { databaseTime } from "@/server/policy/service/time";
import type { RunRow } from "@/server/runs/store/runs";
import { encryptedInputs } from "../core/payload-inputs";
import { findEntity } from "./catalog";

type AnyContext = Context | TransactionContext;

/** Who requests, as policies see them: with role and teams of now. Somebody who is gone has neither. */
async function requesterOf(
  ctx: AnyContext,
  { requesterId: id, requesterKind: kind, requesterName: name, requesterEmail: email }: Requester,
): Promise<Pick<PolicyInput, "requester" | "teams">> {
  if (kind === "user") {
    const user = await getUserWithTeams(ctx, id).catch((error: unknown) => {
      if (error instanceof NotFound) return null;
      throw error;
    });
    return {
      requester: { id, kind, name, email, role: user && publishedRole(user.role) },
      teams: (user?.teams ?? []).map(({ team, role }) => ({ team, role })),
    };
  }
  const [client] = kind === "client" ? await clientsByIds(ctx, [id]) : [];
  return {
    requester: { id, kind, name, email, role: client ? publishedRole(client.role) : null },
    teams: [],
  };
}

type Requester = Pick<RunRow, "requesterId" | "requesterKind" | "requesterName" | "requesterEmail">;

/** The parts of a run that its policies are asked about. */
export type PolicyRun = Requester &
  Pick<
    RunRow,
    | "id"
    | "action"
    | "blueprint"
    | "target"
    | "team"
    | "environment"
    | "inputs"
    | "module"
    | "plan"
    | "estimate"
  >;

/** What policies are told of a run, by what is true now. Inputs that are secret are left out. */
export async function policyCase(
  ctx: AnyContext,
  run: PolicyRun,
  budgets: PolicyBudget[],
): Promise<PolicyInput> {
  const { identifier, title, revision, operation, userInputs } = run.action;
  const secret = new Set(encryptedInputs(userInputs));
  const entity =
    operation === "CREATE" || !run.target
      ? null
      : await findEntity(ctx, run.target.blueprint, run.target.identifier);
  return {
    runId: run.id,
    action: { identifier, title, revision, operation },
    blueprint: run.blueprint,
    ...(await requesterOf(ctx, run)),
    team: run.team,
    environment: run.environment,
    inputs: Object.fromEntries(Object.entries(run.inputs).filter(([key]) => !secret.has(key))),
    entity: entity && {
      identifier: entity.identifier,
      title: entity.title,
      blueprint: entity.blueprint,
      team: entity.team ?? [],
      properties: entity.properties,
      relations: entity.relations,
    },
    target: run.target && { blueprint: run.target.blueprint, identifier: run.target.identifier },
    module: run.module,
    plan: run.plan,
    estimate: run.estimate,
    budgets,
    at: (await databaseTime(ctx)).toISOString(),
  };
}

/**
 * Why the policies judge a run otherwise at its start than when it was checked, in words; null when they do not. Budgets are
 * those that it was checked with: its own approval has reserved its cost since.
 */
export async function policiesMoved(ctx: AnyContext, run: RunRow): Promise<string | null> {
  const checked = await recordedCase(ctx, run.id);
  const now = await evaluatePolicies(ctx, await policyCase(ctx, run, checked?.budgets ?? []), {
    override: run.policyOverride,
  });
  return verdictsMoved(run.policyVerdicts ?? [], now);
}
