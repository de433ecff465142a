import type { ApprovalRule } from "@/server/approvals/schema";
import { NOBODY as NOBODY_AT_ALL } from "@/server/approvals/core/who";
import { approversUnder, excludedByRequester } from "@/server/approvals/service/candidates";
import type { Entity } from "@/server/catalog/schema";
import { actorId, type Context } from "@/server/kernel/context";
import { Forbidden, Precondition } from "@/server/kernel/errors";
import type { TransactionContext } from "@/server/kernel/transaction";
import { mayExecute } from "../core/permission";
import {
  allows,
  approversNamed,
  asksForInputs,
  policyFaults,
  type PolicySubject,
  type QueryResult,
} from "../core/policy";
import type { ActionPermissions, Operation } from "../schema";
import type { ActionRow } from "../store";
import { personContext } from "./person";
import { executorOf } from "./plan";
import { askPolicy } from "./policy";
import { ruleOf } from "./verify";

type AnyContext = Context | TransactionContext;

/** An action with what somebody wants of it, as far as its policies are concerned. */
export interface PolicyCase {
  row: Pick<ActionRow, "identifier" | "blueprint" | "permissions">;
  entity: Entity | null;
  /** With the entities themselves in place of their identifiers. */
  inputs: Record<string, unknown>;
}

const subjectOf = async (ctx: AnyContext, { row, entity, inputs }: PolicyCase): Promise<PolicySubject> => ({
  inputs,
  user: await personContext(ctx),
  email: ctx.actor.kind === "user" ? ctx.actor.email : null,
  entity,
  blueprint: row.blueprint,
  action: row.identifier,
  at: new Date(),
});

/** Refused by a policy. The reason is for the audit: it may tell what the member may not know. */
export class RefusedByPolicy extends Forbidden {
  constructor(readonly reason: string) {
    super(
      "The policy of this action does not let you execute it with these values. Ask an administrator what it asks for.",
    );
  }
}

export interface Verdict {
  allowed: boolean;
  /** For administrators. */
  why: string;
  results: Record<string, QueryResult>;
}

/** Whether somebody may execute: by the policy where there is one, else by the lists of the permissions. */
export async function executeVerdict(
  ctx: AnyContext,
  operation: Operation,
  of: PolicyCase,
): Promise<Verdict> {
  const { execute } = of.row.permissions;
  if (!mayExecute(of.row.permissions, operation, executorOf(ctx), of.entity?.team ?? []))
    return {
      allowed: false,
      why: "Neither the roles, users and teams of the permissions nor the owning team let them see the action.",
      results: {},
    };
  if (!execute.policy) return { allowed: true, why: "The permissions let them execute it.", results: {} };
  const { results, conditions } = await askPolicy(ctx, execute.policy, await subjectOf(ctx, of));
  const allowed = allows(conditions);
  const faults = policyFaults(results, conditions, "boolean");
  const verdict = allowed ? "A condition of the policy is true." : "No condition of the policy is true.";
  return { allowed, why: [verdict, ...faults].join(" "), results };
}

/** Throws RefusedByPolicy unless the policy of the action, if it has one, allows these values. */
export async function assertAllowed(ctx: AnyContext, operation: Operation, of: PolicyCase): Promise<void> {
  if (!of.row.permissions.execute.policy) return;
  const verdict = await executeVerdict(ctx, operation, of);
  if (!verdict.allowed) throw new RefusedByPolicy(verdict.why);
}

/** The same before anything is filled in, where what is filled in cannot matter: better said than after filling in. */
export async function assertMayBegin(
  ctx: AnyContext,
  operation: Operation,
  of: Omit<PolicyCase, "inputs">,
): Promise<void> {
  const { policy } = of.row.permissions.execute;
  if (policy && !asksForInputs(policy)) await assertAllowed(ctx, operation, { ...of, inputs: {} });
}

/** The people whom the policy of the permissions names as approvers, as far as they are active, without the requester. */
export interface NamedApprovers {
  emails: string[];
  /** For administrators. */
  why: string;
  results: Record<string, QueryResult>;
}

export async function approversByPolicy(ctx: AnyContext, of: PolicyCase): Promise<NamedApprovers | null> {
  const { policy } = of.row.permissions.approve;
  if (!policy) return null;
  const { results, conditions } = await askPolicy(ctx, policy, await subjectOf(ctx, of));
  const named = approversNamed(conditions);
  const from = { ...NOBODY_AT_ALL, users: named };
  const people = named.length
    ? await approversUnder(ctx, from, await excludedByRequester(ctx, actorId(ctx.actor)))
    : [];
  const left = named.length - people.length;
  const gone = left
    ? [`${left} of the ${named.length} named are the requester, or no active people of the portal.`]
    : [];
  const why = [
    `The conditions name ${named.length}.`,
    ...gone,
    ...policyFaults(results, conditions, "emails"),
  ];
  return { emails: people.map((person) => person.email), why: why.join(" "), results };
}

const NOBODY: ApprovalRule = {
  type: "ANY",
  roles: [],
  users: [],
  teams: [],
  teamLeads: false,
  owningTeam: null,
};

/**
 * Who has to approve: by the policy, found out now and kept with the run, else by the lists. Null: nobody has to. Whether
 * somebody can is for the caller to see.
 */
export async function approvalRuleFor(
  ctx: AnyContext,
  definition: Parameters<typeof ruleOf>[0],
  team: string | null,
  of: PolicyCase,
): Promise<ApprovalRule | null> {
  const rule = ruleOf(definition, of.row.permissions, team);
  if (!rule) return null;
  const named = await approversByPolicy(ctx, of);
  return named ? { ...NOBODY, type: rule.type, users: named.emails, owningTeam: team } : rule;
}

/** Throws Precondition when the policy that names the approvers named nobody who can. */
export function assertSomebodyNamed(permissions: ActionPermissions, rule: ApprovalRule | null): void {
  if (rule && permissions.approve.policy && rule.users.length === 0)
    throw new Precondition(
      "Nobody can approve this: the policy that names the approvers found no active person beside you. Ask an administrator to look at the permissions of the action.",
      { error: "no_approver" },
    );
}
