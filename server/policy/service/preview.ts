import type { Context } from "@/server/kernel/context";
import type { TransactionContext } from "@/server/kernel/transaction";
import { AFTER_PLAN, reads } from "../core/reference";
import { inScope } from "../core/verdict";
import type { PolicyEffect, PolicyInput, PolicyVerdict } from "../schema";
import * as store from "../store";
import { judgeWith } from "./evaluate";

/** What policies say before a run is requested. */
export interface PolicyPreview {
  /** Policies that the run would not pass as it is filled in. */
  verdicts: PolicyVerdict[];
  /** Policies that cannot be asked yet: they read the plan, the cost, or what is not filled in. */
  later: { policy: string; title: string; effect: PolicyEffect }[];
}

/**
 * Asks the policies in force about a request as far as it is filled in. Those that read what is only known later are named
 * instead of guessed at. In: `unknown`, what else of the facts is not known yet.
 */
export async function previewVerdicts(
  ctx: Context | TransactionContext,
  input: PolicyInput,
  unknown: readonly string[] = [],
): Promise<PolicyPreview> {
  const policies = (await store.livePolicies(ctx.db)).filter(({ definition }) => inScope(definition, input));
  const verdicts = await judgeWith(ctx, policies, input);
  const preview: PolicyPreview = { verdicts: [], later: [] };
  for (const [index, { identifier: policy, definition }] of policies.entries()) {
    const verdict = verdicts[index]!;
    const waits = reads(`${definition.expression}\n${definition.message}`, [...AFTER_PLAN, ...unknown]);
    if (waits || verdict.outcome === "error")
      preview.later.push({ policy, title: definition.title, effect: definition.effect });
    else if (verdict.outcome === "fail") preview.verdicts.push(verdict);
  }
  return preview;
}
