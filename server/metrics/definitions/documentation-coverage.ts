import { sql } from "drizzle-orm";
import { ratioResult } from "../core/facts";
import type { MetricResult } from "../core/result";
import type { MetricDefinition } from "../definition";
import { instant, windowRows } from "../store/windows";

/** A page that nobody has read for longer says nothing of today. */
export const REVIEW_DAYS = 180;
const REVIEW_MS = REVIEW_DAYS * 86_400_000;

/** Of everything there is, so that no interval belongs to it. */
function coverage(covered: number, things: number, pages: number): MetricResult {
  const { interval: _, ...result } = ratioResult(
    covered,
    things,
    null,
    "published actions, blueprints or templates",
  );
  return result.value === null ? result : { ...result, parts: { pages } };
}

export const documentationCoverage: MetricDefinition = {
  id: "documentation-coverage",
  title: "Documentation coverage",
  question: "How much of what is offered is described, by something that somebody has read lately?",
  formula: `Published actions, blueprints and templates with a page that was reviewed in the ${REVIEW_DAYS} days before the end of the period, divided by all of them.`,
  unit: "ratio",
  direction: "up",
  floor: null,
  counts: "actions, blueprints and templates",
  sources: ["Actions, blueprints and templates", "Reviews of their pages"],
  window: "28d",
  dimensions: ["organisation"],
  rules: [
    "An empty page is none. The page of an action is its documentation, of a blueprint its description, of a template the documents of its recommended version, or else of its newest.",
    "A page counts from the day on which somebody marked it as reviewed; changing it is no review.",
    "What was made after the end of the period does not count. What is published, and whether it has a page, is as it is now.",
    "Hidden blueprints, drafts, automations and templates without an active version are not offered.",
    "Links in pages are not followed.",
  ],
  parts: { pages: { label: "With a page, reviewed or not", unit: "count" } },
  evaluate(events, { window, asOf }) {
    const end = Math.min(window.to.getTime(), asOf.getTime());
    const templates = new Set(events.templateVersions.filter((v) => !v.deprecated).map((v) => v.slug));
    const things = events.pages.filter((page) => page.createdAt.getTime() < end);
    const covered = things.filter(
      (page) =>
        page.written && page.reviews.some((at) => at.getTime() < end && at.getTime() >= end - REVIEW_MS),
    );
    return coverage(
      covered.length,
      things.length + templates.size,
      things.filter((page) => page.written).length,
    );
  },
  async compute(db, ask) {
    const rows = await db.execute<{ ix: number; things: number; pages: number; covered: number }>(sql`
      with things as (
        select 'action' as kind, identifier, created_at, btrim(coalesce(definition->>'documentation', '')) <> '' as written
        from actions where published and trigger = 'self-service'
        union all
        select 'blueprint', identifier, created_at, btrim(coalesce(definition->>'description', '')) <> ''
        from blueprints where not hidden
        union all
        select * from (
          select distinct on (slug) 'template', slug, first_seen_at, btrim(docs) <> ''
          from template_versions where status = 'active' order by slug, recommended desc, first_seen_at desc, version desc
        ) templates
      ), ends as (
        select ix, least(ends, ${instant(ask.asOf)}) as at from (${windowRows(ask)}) w
      )
      select e.ix, count(*)::int as things, count(*) filter (where t.written)::int as pages,
        count(*) filter (where t.written and exists (
          select from documentation_reviews r where r.kind = t.kind and r.identifier = t.identifier
            and r.at < e.at and r.at >= e.at - ${REVIEW_DAYS} * interval '24 hours'))::int as covered
      from ends e join things t on t.created_at < e.at group by e.ix`);
    const byWindow = new Map(rows.map((row) => [row.ix, row]));
    return ask.windows.map((_, window) => {
      const row = byWindow.get(window);
      return {
        window,
        key: null,
        result: coverage(row?.covered ?? 0, row?.things ?? 0, row?.pages ?? 0),
      };
    });
  },
};
