import { sql } from "drizzle-orm";
import { weeksIn } from "../core/range";
import { type MetricResult, noData, type Window } from "../core/result";
import type { MetricDefinition } from "../definition";
import { windowRows } from "../store/windows";

const released = sql`coalesce(v.released_at, v.first_seen_at)`;

/** `known`: versions that there were at the end of the window, so that none in it is a fact and not a gap. */
function releases(n: number, known: number, window: Window, zone: string): MetricResult {
  if (known === 0) return noData("No template has a version yet.");
  return { value: (n / weeksIn(window, zone)) * 4, n, parts: { releases: n } };
}

export const templateReleases: MetricDefinition = {
  id: "template-releases",
  title: "Template releases",
  question: "How often does a template get better?",
  formula: "Versions of templates that were released in the period, for every 28 days of it.",
  unit: "count",
  direction: "none",
  floor: null,
  counts: "releases",
  sources: ["Template versions"],
  window: "12w",
  dimensions: ["organisation"],
  reads: ["template_versions"],
  rules: [
    "A version is released when somebody told so by the API, else when the portal first had it; drafts never are.",
    "A period without a release counts as none, once any template has a version.",
  ],
  parts: { releases: { label: "Releases in the period", unit: "count" } },
  facts: () => sql`
    select v.slug || ' ' || v.version as id, ${released} as at, null::text as team, null::text as service,
      v.slug || ' ' || v.version as label, null::boolean as hit, null::float8 as value
    from template_versions v where not v.draft`,
  evaluate(events, { window, zone }) {
    // A template that is known by its page alone has one version.
    const all = [
      ...events.templateVersions.filter((v) => !v.draft).map((v) => v.releasedAt),
      ...events.pages.filter((page) => page.kind === "template").map((page) => page.createdAt),
    ].filter((at) => at < window.to);
    return releases(all.filter((at) => at >= window.from).length, all.length, window, zone);
  },
  async compute(db, ask) {
    const rows = await db.execute<{ ix: number; n: number; known: number }>(sql`
      select w.ix, count(v.slug) filter (where ${released} >= w.starts)::int as n, count(v.slug)::int as known
      from (${windowRows(ask)}) w left join template_versions v on not v.draft and ${released} < w.ends group by w.ix`);
    const of = new Map(rows.map((row) => [row.ix, row]));
    return ask.windows.map((w, window) => ({
      window,
      key: null,
      result: releases(of.get(window)?.n ?? 0, of.get(window)?.known ?? 0, w, ask.zone),
    }));
  },
};
