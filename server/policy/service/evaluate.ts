import type { Context } from "@/server/kernel/context";
import { log } from "@/server/kernel/log";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { PolicyVerdict } from "@/server/runs/schema";
import { errorVerdict } from "../core/verdict";
import type { PolicyInput } from "../schema";

/** One policy: what it decides when it fails, and the question itself. */
export interface Policy {
  identifier: string;
  title: string;
  effect: PolicyVerdict["effect"];
  /** Out: whether the run passes, and what to tell the people concerned. May throw: that denies. */
  evaluate(input: PolicyInput): Promise<{ pass: boolean; message: string }>;
}

const POLICIES: readonly Policy[] = [];

/** A policy that takes longer than this would hold up every run of its workspace. */
export const EVALUATION_MS = 5000;

/**
 * The verdicts of all policies on a run, in their order. Never throws for a policy: one that throws, or does not answer
 * in time, gives a deny verdict that says so. What the verdicts mean together: `consequence` in core/verdict.ts.
 */
export async function evaluatePolicies(
  ctx: Context | TransactionContext,
  input: PolicyInput,
  policies: readonly Policy[] = POLICIES,
  limitMs = EVALUATION_MS,
): Promise<PolicyVerdict[]> {
  return Promise.all(
    policies.map(async (policy): Promise<PolicyVerdict> => {
      try {
        const { pass, message } = await within(limitMs, policy.evaluate(structuredClone(input)));
        return { policy: policy.identifier, effect: policy.effect, outcome: pass ? "pass" : "fail", message };
      } catch (error) {
        log.error(
          { requestId: ctx.requestId, policy: policy.identifier, err: String(error) },
          "policy evaluation failed",
        );
        return errorVerdict(
          policy.identifier,
          error instanceof TimeoutError ? error.message : "its evaluation failed",
        );
      }
    }),
  );
}

class TimeoutError extends Error {}

async function within<T>(ms: number, work: Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(new TimeoutError(`it did not answer within ${ms} ms`)), ms);
  });
  try {
    return await Promise.race([work, limit]);
  } finally {
    clearTimeout(timer);
  }
}
