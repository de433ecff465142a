import { audit } from "@/server/audit/service";
import { actorId, type Context } from "@/server/kernel/context";
import { Conflict, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction } from "@/server/kernel/transaction";
import {
  rateCardSchema,
  type ResourcePriceInput,
  resourcePriceSchema,
  type SharedRateCardInput,
  sharedRateCardSchema,
} from "../core/price-schemas";
import { estimateOf } from "../core/priced";
import { priceByCard } from "../core/rate-card";
import type { CostEstimate } from "../schema";
import * as store from "../store/prices";
import { readInput } from "./input";

/** The rate cards that actions share, by title. */
export async function listRateCards(ctx: Context): Promise<store.RateCardRow[]> {
  checkPermission(ctx.actor, "budgets.read");
  return store.allRateCards(ctx.db);
}

/** One of them. Throws NotFound. */
export async function getRateCard(ctx: Context, identifier: string): Promise<store.RateCardRow> {
  checkPermission(ctx.actor, "budgets.read");
  const row = await store.findRateCard(ctx.db, identifier);
  if (!row) throw new NotFound("Rate card", identifier);
  return row;
}

/**
 * Makes a rate card, or with `revision` changes the one that was looked at. Administrators only. Throws Invalid with paths,
 * Conflict when there is one already or somebody else changed it, NotFound when it has gone.
 */
export async function putRateCard(ctx: Context, input: SharedRateCardInput): Promise<store.RateCardRow> {
  checkPermission(ctx.actor, "budgets.manage");
  const { identifier, title, card, revision } = readInput(sharedRateCardSchema, input);
  return transaction(ctx, async (tx) => {
    const before = await store.findRateCard(tx.db, identifier);
    if (revision !== undefined && !before) throw new NotFound("Rate card", identifier);
    const row =
      revision === undefined
        ? await store.insertRateCard(tx, { identifier, title, card, createdBy: actorId(tx.actor) })
        : await store.updateRateCard(tx, { identifier, title, card, revision });
    if (!row)
      throw new Conflict(
        revision === undefined
          ? `There is a rate card "${identifier}" already. Choose another identifier, or change that one.`
          : `Somebody has changed the rate card "${identifier}" since you opened it. Reload the page and change it again.`,
      );
    await audit(tx, {
      action: revision === undefined ? "CREATE" : "UPDATE",
      resourceType: "rate_card",
      resourceId: identifier,
      diff: {
        ...(before && revision !== undefined ? { before: { title: before.title, card: before.card } } : {}),
        after: { title, card },
      },
    });
    return row;
  });
}

/** Removes a rate card: actions that name it have no estimate from then on, and say so. Administrators only. */
export async function deleteRateCard(ctx: Context, identifier: string): Promise<void> {
  checkPermission(ctx.actor, "budgets.manage");
  await transaction(ctx, async (tx) => {
    const row = await store.removeRateCard(tx, identifier);
    if (!row) throw new NotFound("Rate card", identifier);
    await audit(tx, {
      action: "DELETE",
      resourceType: "rate_card",
      resourceId: identifier,
      diff: { before: { title: row.title, card: row.card } },
    });
  });
}

/** What a rate card makes of values, without keeping either. */
export function tryRateCard(
  ctx: Context,
  input: { card: unknown; inputs: Record<string, unknown>; environment: string | null },
): CostEstimate {
  checkPermission(ctx.actor, "budgets.read");
  const card = readInput(rateCardSchema, input.card);
  return estimateOf("rate_card", card.currency, priceByCard(card, input.inputs, input.environment));
}

/** The price table of resources, by type. */
export async function listPrices(ctx: Context): Promise<store.ResourcePriceRow[]> {
  checkPermission(ctx.actor, "budgets.read");
  return store.allPrices(ctx.db);
}

/** Sets the price of a type of resource, or of one value of an attribute of it. Administrators only. Throws Invalid with paths. */
export async function putPrice(ctx: Context, input: ResourcePriceInput): Promise<store.ResourcePriceRow> {
  checkPermission(ctx.actor, "budgets.manage");
  const price = readInput(resourcePriceSchema, input);
  return transaction(ctx, async (tx) => {
    const row = await store.putPrice(tx, { ...price, updatedBy: actorId(tx.actor) });
    await audit(tx, {
      action: "UPDATE",
      resourceType: "resource_price",
      resourceId: row.id,
      diff: { after: price },
    });
    return row;
  });
}

/** Takes a price out of the table. Administrators only. Throws NotFound. */
export async function deletePrice(ctx: Context, id: string): Promise<void> {
  checkPermission(ctx.actor, "budgets.manage");
  await transaction(ctx, async (tx) => {
    const row = await store.removePrice(tx, id);
    if (!row) throw new NotFound("Price", id);
    const { resourceType, attribute, value, monthly, currency } = row;
    await audit(tx, {
      action: "DELETE",
      resourceType: "resource_price",
      resourceId: id,
      diff: { before: { resourceType, attribute, value, monthly, currency } },
    });
  });
}
