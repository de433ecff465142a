import type { Context } from "@/server/kernel/context";
import { databaseNow } from "@/server/kernel/clock";
import { Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { Scope } from "../core/facts";
import { resolveRange } from "../core/range";
import type { Window } from "../core/result";
import { dateOf, dayOf } from "../core/zone";
import { selfServiceSuccess } from "../definitions/self-service-success";
import type { Adoption, SpanAsk, TeamOnPlatform } from "../schema";
import * as store from "../store/adoption";
import { figureSettings } from "../store/scope";
import { scopeOf } from "./scope";

/** Fewer people are not counted: their visits would be somebody's. */
const FEWEST_PEOPLE = 5;

/**
 * How people get from a visit to what they asked for, where they leave, and what fails: counts alone, of the organisation or of a
 * team with those below it. Throws NotFound for a team that there is not, Invalid for a service or a range that cannot be read.
 */
export async function adoptionOf(ctx: Context, ask: SpanAsk): Promise<Adoption> {
  const { scope, window, zone, asOf } = await asked(ctx, ask);
  const of = { ...scope, windows: [window], detailed: 0, by: null, zone, asOf };
  const [visits, forms, since, abandoned, failed] = await Promise.all([
    scope.teams === null ? store.visitsIn(ctx.db, window, zone) : null,
    store.formsIn(ctx.db, window, scope),
    store.formsSince(ctx.db),
    store.abandonedForms(ctx.db, window, scope),
    store.failedRequests(ctx.db, selfServiceSuccess.facts!(of), of),
  ]);
  return {
    from: window.from.toISOString(),
    to: window.to.toISOString(),
    visits: shown(visits),
    forms:
      since === null || since >= window.to
        ? null
        : { ...forms, since: since > window.from ? dateOf(dayOf(since, zone)) : null },
    abandoned,
    failed,
  };
}

/** Visits of the organisation, where they are of enough people. */
function shown(visits: { people: number; days: number } | null): Adoption["visits"] {
  if (visits && visits.people >= FEWEST_PEOPLE) return { ...visits, insufficient: null };
  const why = visits
    ? `Nothing is shown of fewer than ${FEWEST_PEOPLE} people.`
    : "Visits are counted of the organisation alone: in a team they would be about too few people.";
  return {
    days: null,
    people: null,
    insufficient: { why, have: visits?.people ?? 0, need: FEWEST_PEOPLE },
  };
}

/** Each team of a scope: on the platform, beside it, or not deploying at all in the range; and since when. Throws as `adoptionOf`. */
export async function teamsOnPlatform(ctx: Context, ask: SpanAsk): Promise<TeamOnPlatform[]> {
  const { scope, window } = await asked(ctx, ask);
  const [teams, deployments, successes] = await Promise.all([
    store.teamsOnPlatform(ctx.db, scope),
    store.deploymentsByTeam(ctx.db, window, scope),
    store.successesByTeam(ctx.db, window, scope),
  ]);
  return teams.map((one) => {
    const { all, via } = deployments.get(one.team) ?? { all: 0, via: 0 };
    const actions = successes.get(one.team) ?? 0;
    return {
      ...one,
      deployments: all,
      viaPlatform: via,
      actions,
      // As the metric of adoption counts: who deploys nothing is not asked for.
      state: all === 0 ? "idle" : via > 0 || actions > 0 ? "on" : "off",
    };
  });
}

async function asked(
  ctx: Context,
  ask: SpanAsk,
): Promise<{ scope: Scope; window: Window; zone: string; asOf: Date }> {
  checkPermission(ctx.actor, "insights.read");
  if (ask.scope.kind === "service")
    throw Invalid.at(["scope"], "Adoption is of the organisation or of a team, not of a service.");
  const [{ timeZone, serviceBlueprint }, asOf] = await Promise.all([
    figureSettings(ctx.db),
    databaseNow(ctx.db),
  ]);
  const scope = await scopeOf(ctx, ask.scope, serviceBlueprint);
  return { scope, window: resolveRange(ask.range, timeZone, asOf).window, zone: timeZone, asOf };
}
