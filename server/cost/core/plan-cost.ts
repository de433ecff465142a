import type { AttributeChange, PlanSummary, ResourceChange } from "@/server/pipelines/schema";
import { type Money, moneyOf, readMoney, times } from "./money";
import type { Priced } from "./priced";

/** A row of the price table. */
export interface ResourcePrice {
  resourceType: string;
  attribute: string | null;
  value: string | null;
  monthly: string;
  perAttribute: string | null;
  currency: string;
}

type Side = "before" | "after";

/** Why a resource has no price, in words; or its price. */
type Price = { monthly: Money; currency: string; basis: string } | { fault: string };

const isZero = (price: ResourcePrice): boolean => moneyOf(price.monthly) === 0n;

/** Prices by type, the ones for one value of an attribute before the one for any. */
export function priceTable(prices: readonly ResourcePrice[]): Map<string, ResourcePrice[]> {
  const table = new Map<string, ResourcePrice[]>();
  for (const price of prices)
    table.set(price.resourceType, [...(table.get(price.resourceType) ?? []), price]);
  for (const rows of table.values())
    rows.sort((a, b) => Number(a.attribute === null) - Number(b.attribute === null));
  return table;
}

function valueOf(resource: ResourceChange, path: string, side: Side): AttributeChange[Side] | undefined {
  const found = resource.attributes.find((attribute) => attribute.path === path);
  if (!found || found.sensitive || (side === "after" && found.unknownAfter)) return undefined;
  return found[side];
}

function priceOf(resource: ResourceChange, rows: readonly ResourcePrice[], side: Side): Price {
  const price = rows.find(
    ({ attribute, value }) => attribute === null || String(valueOf(resource, attribute, side)) === value,
  );
  if (!price) {
    const [named] = rows;
    return { fault: `${resource.type}: no price for its ${named?.attribute ?? "values"}` };
  }
  const { currency, perAttribute, attribute, value } = price;
  const what = attribute === null ? resource.type : `${attribute} ${value}`;
  const monthly = moneyOf(price.monthly);
  if (perAttribute === null) return { monthly, currency, basis: `${what} at ${price.monthly}` };
  const quantity = readMoney(valueOf(resource, perAttribute, side));
  if (quantity === null || quantity < 0n)
    return { fault: `${resource.type}: its ${perAttribute} is not known before it is applied` };
  return {
    monthly: times(monthly, quantity),
    currency,
    basis: `${what}, ${perAttribute} ${String(valueOf(resource, perAttribute, side))} at ${price.monthly}`,
  };
}

/** What changes a price is among the attributes that change; of what stays the same the plan says nothing. */
const isTouched = (resource: ResourceChange, rows: readonly ResourcePrice[]): boolean =>
  rows.some(({ attribute, perAttribute }) =>
    resource.attributes.some(({ path }) => path === attribute || path === perAttribute),
  );

const SIDES: Partial<Record<ResourceChange["action"], readonly Side[]>> = {
  create: ["after"],
  delete: ["before"],
  update: ["before", "after"],
  replace: ["before", "after"],
};

/**
 * What a plan changes of the monthly cost, by the price table: what is created adds, what is deleted gives back, what is
 * updated or replaced makes the difference. Out: null as the currency when nothing has one. Other currencies are said, not added.
 */
export function priceByPlan(
  plan: PlanSummary,
  table: ReadonlyMap<string, readonly ResourcePrice[]>,
): Priced & { currency: string | null; changes: number } {
  const result: Priced & { currency: string | null; changes: number } = {
    lines: [],
    notCovered: [],
    currency: null,
    changes: 0,
  };
  const unpriced = new Map<string, number>();
  for (const resource of plan.resources) {
    const sides = SIDES[resource.action];
    if (!sides || resource.address.startsWith("data.")) continue;
    result.changes += 1;
    const rows = table.get(resource.type);
    if (!rows?.length) {
      unpriced.set(resource.type, (unpriced.get(resource.type) ?? 0) + 1);
      continue;
    }
    const same = sides.length === 2 && !isTouched(resource, rows);
    if (rows.every(isZero) || same) {
      result.lines.push({
        label: resource.address,
        monthly: 0n,
        basis: same ? "stays as it is" : "costs nothing",
      });
      continue;
    }
    const priced = sides.map((side) => ({ side, price: priceOf(resource, rows, side) }));
    const fault = priced
      .map(({ price }) => ("fault" in price ? price.fault : null))
      .find((text) => text !== null);
    const prices = priced.flatMap(({ side, price }) => ("fault" in price ? [] : [{ side, ...price }]));
    result.currency ??= prices[0]?.currency ?? null;
    const foreign = prices.find((price) => price.currency !== result.currency);
    if (fault !== undefined) result.notCovered.push(`${resource.address}: ${fault}`);
    else if (foreign) result.notCovered.push(`${resource.address}: its price is in ${foreign.currency}`);
    else
      result.lines.push({
        label: resource.address,
        monthly: prices.reduce(
          (total, { side, monthly }) => total + (side === "after" ? monthly : -monthly),
          0n,
        ),
        basis: prices.map(({ basis }) => basis).join(" → "),
      });
  }
  for (const [type, count] of unpriced)
    result.notCovered.push(`${type}: no price for it${count > 1 ? ` (${count} resources)` : ""}`);
  return result;
}
