import { teamTitles } from "@/server/identity/service/teams";
import type { Context } from "@/server/kernel/context";
import { databaseNow } from "@/server/kernel/clock";
import { Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { resolveRange } from "../core/range";
import type { SpanAsk, Standing } from "../schema";
import { figureSettings } from "../store/scope";
import * as store from "../store/standing";
import { scopeOf, servicesFor } from "./scope";

const MOST_INCIDENTS = 20;

/**
 * How the organisation, or a team with those below it, stands now: what it owns, what is open, what was asked for in the range.
 * Services that the actor may not read are left out, and so are incidents of them. Throws NotFound for a team that there is not,
 * Invalid for a service or a range that cannot be read.
 */
export async function standingOf(ctx: Context, ask: SpanAsk): Promise<Standing> {
  checkPermission(ctx.actor, "insights.read");
  if (ask.scope.kind === "service")
    throw Invalid.at(["scope"], "This is of the organisation or of a team, not of a service.");
  const [{ timeZone, serviceBlueprint }, asOf] = await Promise.all([
    figureSettings(ctx.db),
    databaseNow(ctx.db),
  ]);
  const scope = await scopeOf(ctx, ask.scope, serviceBlueprint);
  const { window } = resolveRange(ask.range, timeZone, asOf);
  const team = ask.scope.kind === "team" ? ask.scope.id : null;
  const [titles, below, owned, incidents, findings, runs, goldenPaths] = await Promise.all([
    team === null ? new Map<string, string>() : teamTitles(ctx, [team]),
    team === null ? [] : store.teamsRightBelow(ctx.db, team),
    store.ownedServices(ctx.db, scope),
    store.openIncidents(ctx.db, scope, MOST_INCIDENTS),
    store.openFindings(ctx.db, scope),
    store.runCounts(ctx.db, window, scope),
    store.goldenPaths(ctx.db, scope),
  ]);
  const named = new Set([...owned, ...incidents.items.flatMap(({ service }) => service ?? [])]);
  const services = await servicesFor(ctx, serviceBlueprint, [...named]);
  return {
    title: team === null ? null : (titles.get(team) ?? team),
    below,
    blueprint: serviceBlueprint,
    services: owned
      .filter((service) => !services.hidden.has(service))
      .map((identifier) => ({
        identifier,
        title: services.titles.get(identifier) ?? identifier,
        known: services.titles.has(identifier),
      })),
    incidents: {
      count: incidents.count,
      items: incidents.items.filter(({ service }) => service === null || !services.hidden.has(service)),
    },
    findings,
    runs,
    goldenPaths,
  };
}
