import type { FeedKind } from "@/server/insights/core/records";
import { takeIn } from "@/server/insights/service/ingest-records";
import { matchMarked } from "@/server/insights/service/match";
import { MAX_EVENTS } from "@/server/insights/schema";
import type { Context } from "@/server/kernel/context";
import { deliver } from "../core/delivery";
import { DEMO_SOURCE } from "../schema";
import type { Stage } from "./steps";

/** How long services are matched at a stretch, in ms. */
const MATCHING_MS = 2_000;

const serviceOf = (event: object): string => ("service" in event ? String(event.service) : "");

/** Sends events in as anybody would, under the scenario's source; the same again changes nothing. */
export async function send(ctx: Context, kind: FeedKind, events: readonly object[]): Promise<void> {
  // Service by service, so that each is matched as seldom as can be.
  const sorted = [...events].sort((a, b) =>
    serviceOf(a) < serviceOf(b) ? -1 : serviceOf(a) === serviceOf(b) ? 0 : 1,
  );
  for (let from = 0; from < sorted.length; from += MAX_EVENTS) {
    const { refused } = await takeIn(ctx, kind, sorted.slice(from, from + MAX_EVENTS), {
      source: DEMO_SOURCE,
    });
    if (refused[0])
      throw new Error(`An event of the scenario was refused (${kind}): ${JSON.stringify(refused[0])}`);
  }
}

export async function loadDelivery(ctx: Context, { calendar, done }: Stage): Promise<void> {
  const { changes, deployments, incidents } = deliver(calendar);
  await send(ctx, "changes", changes);
  await send(ctx, "deployments", deployments);
  await send(ctx, "incidents", incidents);
  await done(ctx.db);
}

/** Waits until everything that was told is matched; workers do the same meanwhile. */
export async function matchAll(ctx: Context, { done }: Stage): Promise<void> {
  while ((await matchMarked(ctx, MATCHING_MS)) > 0);
  await done(ctx.db);
}
