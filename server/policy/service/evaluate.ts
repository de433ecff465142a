import type { Context } from "@/server/kernel/context";
import { log } from "@/server/kernel/log";
import type { TransactionContext } from "@/server/kernel/transaction";
import { factsFor } from "../core/facts";
import { inScope, type LivePolicy, verdictOf } from "../core/verdict";
import type { PolicyInput, PolicyOverride, PolicyVerdict } from "../schema";
import * as store from "../store";
import { judge } from "./language";

type AnyContext = Context | TransactionContext;

/**
 * The verdicts of the policies in force on a run, in their order; of those alone whose scope it is in. Never throws for a
 * policy: one that cannot be evaluated gives a deny verdict that says so. With an override, policies that it names and that
 * let people override them ask for the approval of those people instead. What verdicts mean together: `consequence` in
 * core/verdict.ts.
 */
export async function evaluatePolicies(
  ctx: AnyContext,
  input: PolicyInput,
  options: { override?: PolicyOverride | null } = {},
): Promise<PolicyVerdict[]> {
  return judgeWith(ctx, await store.livePolicies(ctx.db), input, options.override ?? null);
}

/** The same for given policies, in their order. */
export async function judgeWith(
  ctx: AnyContext,
  policies: readonly LivePolicy[],
  input: PolicyInput,
  override: PolicyOverride | null = null,
): Promise<PolicyVerdict[]> {
  const asked = policies.filter(({ definition }) => inScope(definition, input));
  if (!asked.length) return [];
  const facts = factsFor(input, await store.timeZone(ctx.db));
  const judgements = await judge(
    facts,
    asked.map(({ definition: { expression, message } }) => ({ expression, message })),
  );
  return asked.map((policy, index) => {
    const judgement = judgements[index]!;
    if (judgement.error)
      log.warn(
        {
          requestId: ctx.requestId,
          runId: input.runId,
          policy: policy.identifier,
          why: judgement.error.message,
        },
        "a policy could not be evaluated",
      );
    return verdictOf(policy, judgement, override);
  });
}

/**
 * Keeps what policies were told of a run and what they decided, in the transaction that acts on it. A run that is judged
 * again has its last decisions.
 */
export async function recordVerdicts(
  tx: TransactionContext,
  input: PolicyInput,
  verdicts: readonly PolicyVerdict[],
): Promise<void> {
  await store.saveCase(tx.db, input);
  const ids = await store.idsOf(
    tx.db,
    verdicts.map(({ policy }) => policy),
  );
  await store.saveDecisions(
    tx.db,
    verdicts.flatMap(({ policy, revision, effect, outcome, overriddenBy }) => {
      const policyId = ids.get(policy);
      // One that was deleted a moment ago has nobody who would look at its figures.
      return policyId
        ? [
            {
              runId: input.runId,
              policyId,
              revision: revision ?? 0,
              effect,
              outcome,
              overridden: overriddenBy?.reason ?? null,
            },
          ]
        : [];
    }),
  );
}

/** What policies were told of a run when it was checked; null for a run that none was. */
export async function recordedCase(ctx: AnyContext, runId: string): Promise<PolicyInput | null> {
  return (await store.caseOf(ctx.db, runId)) ?? null;
}
