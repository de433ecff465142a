import { teamTitles } from "@/server/identity/service/teams";
import type { Context } from "@/server/kernel/context";
import { databaseNow } from "@/server/kernel/clock";
import { Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { resolveRange } from "../core/range";
import type { EventsAsk, MetricEvents } from "../schema";
import { listFacts } from "../store/events";
import { figureSettings } from "../store/scope";
import { scopeOf, servicesFor } from "./scope";
import { requireMetric } from "./words";

/**
 * The very events that a figure stands on, the latest first. None of a metric about people: an event would be one person's.
 * Events of services that the actor may not read are left out. Throws as `metricValues` does.
 */
export async function metricEvents(ctx: Context, ask: EventsAsk): Promise<MetricEvents> {
  checkPermission(ctx.actor, "insights.read");
  const metric = requireMetric(ask.metric);
  if (metric.personal)
    return {
      events: [],
      titles: {},
      nextCursor: null,
      insufficient: {
        why: "What this figure stands on is about people, so it is not shown one by one.",
        have: 0,
        need: 0,
      },
    };
  if (!metric.facts) return { events: [], titles: {}, nextCursor: null, insufficient: null };
  const [{ timeZone, serviceBlueprint }, asOf] = await Promise.all([
    figureSettings(ctx.db),
    databaseNow(ctx.db),
  ]);
  const scope = await scopeOf(ctx, ask.scope, serviceBlueprint);
  const { window } = resolveRange(ask.range ?? { last: metric.window }, timeZone, asOf);
  const of = { ...scope, windows: [window], detailed: 0, by: null, zone: timeZone, asOf };
  const rows = await listFacts(ctx.db, metric.facts(of), of, {
    hits: ask.hits,
    limit: ask.limit + 1,
    after: ask.cursor === undefined ? null : cursorOf(ask.cursor),
  });
  const page = rows.slice(0, ask.limit);
  const services = [...new Set(page.map((row) => row.service).filter((s) => s !== null))];
  const teams = [...new Set(page.map((row) => row.team).filter((t) => t !== null))];
  const [{ hidden, titles }, teamNames] = await Promise.all([
    servicesFor(ctx, serviceBlueprint, services),
    teamTitles(ctx, teams),
  ]);
  const last = page.at(-1);
  return {
    events: page.filter((row) => row.service === null || !hidden.has(row.service)),
    titles: Object.fromEntries([
      ...[...titles].map(([id, title]) => [`service ${id}`, title] as const),
      ...[...teamNames].map(([id, title]) => [`team ${id}`, title] as const),
    ]),
    nextCursor: rows.length > ask.limit && last ? `${last.at} ${last.id}` : null,
    insufficient: null,
  };
}

function cursorOf(text: string): { at: string; id: string } {
  const [at, id] = text.split(" ");
  if (!at || !id || Number.isNaN(Date.parse(at)))
    throw Invalid.at(["cursor"], "The cursor is not one that the page before gave.");
  return { at, id };
}
