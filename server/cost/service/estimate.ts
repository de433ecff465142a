import type { Context } from "@/server/kernel/context";
import type { TransactionContext } from "@/server/kernel/transaction";
import type { PlanSummary } from "@/server/pipelines/schema";
import { moneyOf, moneyText } from "../core/money";
import { priceByPlan, priceTable } from "../core/plan-cost";
import { estimateOf, type Priced } from "../core/priced";
import { priceByCard } from "../core/rate-card";
import type { CostEstimate } from "../schema";
import type { ActionRateCard, RateCard } from "../core/price-schemas";
import { costOf, type EntityCost } from "../store/ledger";
import { findRateCard, pricesOf } from "../store/prices";

type AnyContext = Context | TransactionContext;

/** What is known of a run, or of one that would be asked for. */
export interface EstimateInput {
  action: { operation: "CREATE" | "DAY-2" | "DELETE"; rateCard?: ActionRateCard };
  /** Without those that are secret. */
  inputs: Record<string, unknown>;
  plan: PlanSummary | null;
  /** What it acts on, or will make. */
  target: { blueprint: string; identifier: string; title?: string | null } | null;
  environment: string | null;
  /** The estimate that the run has already: one that Infracost made is kept. */
  given?: CostEstimate | null;
}

/** When nothing has a price there is no currency either; this is what prices are shipped in. */
const DEFAULT_CURRENCY = "USD";

const nothing = (why: string): CostEstimate => ({
  source: "none",
  currency: DEFAULT_CURRENCY,
  monthly: null,
  lines: [],
  notCovered: [why],
});

/**
 * What a run would change of the monthly cost. In this order: what Infracost said of it, what the thing had committed when it
 * is deleted, the rate card of its action (for something that exists, the difference to what it has committed), its plan by
 * the price table. An estimate, with what it does not cover.
 */
export async function estimateRun(ctx: AnyContext, input: EstimateInput): Promise<CostEstimate> {
  if (input.given?.source === "infracost") return input.given;
  const { operation } = input.action;
  // Also of what is to be created: an earlier attempt may have ended half-way, and what it made is committed.
  const cost = input.target
    ? await costOf(ctx.db, { blueprint: input.target.blueprint, entity: input.target.identifier })
    : null;
  if (operation === "DELETE" && cost) return givenBack(cost, input);
  const card = operation === "DELETE" ? null : await cardOf(ctx, input.action.rateCard);
  if (card && "fault" in card) return nothing(card.fault);
  if (card) return byCard(card, cost, input);
  return byPlan(ctx, input);
}

const nameOf = ({ target }: EstimateInput): string => target?.title ?? target?.identifier ?? "It";

function givenBack(cost: EntityCost, input: EstimateInput): CostEstimate {
  const monthly = -moneyOf(cost.monthly);
  const lines = [{ label: nameOf(input), monthly, basis: "what it has committed" }];
  return estimateOf("rate_card", cost.currency, { lines, notCovered: [] });
}

/** The card of an action: its own, or the shared one that it names, as it is now. */
export async function cardOf(
  ctx: AnyContext,
  rateCard: ActionRateCard | undefined,
): Promise<RateCard | { fault: string } | null> {
  if (!rateCard) return null;
  if (!("shared" in rateCard)) return rateCard;
  const row = await findRateCard(ctx.db, rateCard.shared);
  return row?.card ?? { fault: `The rate card "${rateCard.shared}" of the action no longer exists.` };
}

function byCard(card: RateCard, cost: EntityCost | null, input: EstimateInput): CostEstimate {
  const priced: Priced = priceByCard(card, input.inputs, input.environment);
  // A card that could price nothing of it says nothing, rather than that it costs nothing.
  if (!priced.lines.length) return estimateOf("rate_card", card.currency, priced);
  if (cost && cost.currency !== card.currency)
    return estimateOf("rate_card", card.currency, {
      lines: [],
      notCovered: [
        `${nameOf(input)} was committed in ${cost.currency}, and the rate card is in ${card.currency}: the difference is not known`,
      ],
    });
  if (cost)
    priced.lines.push({
      label: "Committed already",
      monthly: -moneyOf(cost.monthly),
      basis: `of ${moneyText(moneyOf(cost.monthly))} a month`,
    });
  return estimateOf("rate_card", card.currency, priced);
}

async function byPlan(ctx: AnyContext, { plan, action }: EstimateInput): Promise<CostEstimate> {
  if (!plan)
    return nothing(
      action.operation === "DELETE"
        ? "Nothing was committed for it."
        : "The action has no rate card and no plan.",
    );
  const types = [...new Set(plan.resources.map((resource) => resource.type))];
  const { currency, changes, ...priced } = priceByPlan(plan, priceTable(await pricesOf(ctx.db, types)));
  return estimateOf("plan", currency ?? DEFAULT_CURRENCY, priced, changes === 0 || priced.lines.length > 0);
}
