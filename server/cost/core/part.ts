import type { PlanSummary } from "@/server/pipelines/schema";
import type { CostEstimate } from "../schema";
import { type Money, moneyOf, sum } from "./money";

/** A change that was carried out, as Terraform told of it. */
export interface CarriedOut {
  address: string;
  action: string;
}

/** What an apply that did not come to its end has changed of the monthly cost. */
export interface PartMade {
  monthly: Money;
  done: number;
  of: number;
}

const CHANGES: ReadonlySet<string> = new Set(["create", "update", "replace", "delete"]);

/**
 * What of an estimate has come to be when only some changes of a plan were carried out: the lines of those, where the estimate
 * has a line for each resource, else the share that they are of all, rounded up. `inState` are the addresses that the state
 * has afterwards: what was created and then failed is there too, and costs.
 */
export function partMade(
  estimate: CostEstimate,
  plan: PlanSummary,
  completed: readonly CarriedOut[],
  inState: { has(address: string): boolean },
): PartMade {
  const planned = plan.resources.filter(
    ({ action, address }) => CHANGES.has(action) && !address.startsWith("data."),
  );
  const was = (address: string, deleted: boolean) =>
    completed.some((one) => one.address === address && (one.action === "delete") === deleted);
  const done = new Set(
    planned
      .filter(({ address, action }) =>
        action === "delete"
          ? was(address, true)
          : was(address, false) || (action === "create" && inState.has(address)),
      )
      .map(({ address }) => address),
  );
  const of = planned.length;
  if (estimate.monthly === null || of === 0) return { monthly: 0n, done: done.size, of };
  const byResource = estimate.source === "plan" || estimate.source === "infracost";
  const monthly = byResource
    ? sum(estimate.lines.filter(({ label }) => done.has(label)).map((line) => moneyOf(line.monthly)))
    : share(moneyOf(estimate.monthly), done.size, of);
  return { monthly, done: done.size, of };
}

/** Rounded away from nothing, so that what was spent is never called free. */
function share(money: Money, part: number, of: number): Money {
  const product = money * BigInt(part);
  const whole = product / BigInt(of);
  if (whole * BigInt(of) === product) return whole;
  return whole + (money > 0n ? 1n : -1n);
}
