import { sql } from "drizzle-orm";
import type { EventSet, TemplateVersion } from "../core/events";
import { type Fact, span } from "../core/facts";
import { type MetricResult, noData } from "../core/result";
import type { MetricDefinition } from "../definition";
import { median, share } from "./kinds";

const released = sql`coalesce(v.released_at, v.first_seen_at)`;

const seen = (v: TemplateVersion) => v.seenAt ?? v.releasedAt;

/**
 * Releases of which the portal can know how long they took. The first version that it had of a template says when the portal was set
 * up, and not when it was released, unless that was told.
 */
function releases({ templateVersions }: EventSet): Fact[] {
  const isLater = (v: TemplateVersion) =>
    templateVersions.some((other) => other.slug === v.slug && seen(other) < seen(v));
  return templateVersions
    .filter((v) => !v.draft && (v.seenAt !== undefined || isLater(v)))
    .map((v) => ({
      at: v.releasedAt,
      team: null,
      service: null,
      hit: Boolean(v.mergedAt),
      value: span(v.mergedAt ?? null, v.releasedAt),
    }));
}

const both = {
  plain: releases,
  facts: () => sql`
    select v.slug || ' ' || v.version as id, ${released} as at, null::text as team, null::text as service,
      v.slug || ' ' || v.version as label, v.merged_at is not null as hit,
      case when ${released} >= v.merged_at then extract(epoch from ${released} - v.merged_at)::float8 end as value
    from template_versions v
    where not v.draft and (v.released_at is not null
      or exists (select from template_versions o where o.slug = v.slug and o.first_seen_at < v.first_seen_at))`,
};

const words = {
  id: "template-update-velocity",
  title: "Template update velocity",
  question: "How long does an improvement of a template wait until people can have it?",
  formula:
    "Median, over the versions of templates that were released in the period, of their release less the merge of their change.",
  unit: "duration",
  direction: "down",
  floor: { need: 3, of: "releases whose merge is known" },
  sources: ["Template versions", "Git history of the templates, or the API"],
  window: "12w",
  dimensions: ["organisation"],
  reads: ["template_versions"],
  rules: [
    "A version is released when somebody told so by the API, else when the portal first had it; drafts never are.",
    "It was merged when the main line of the git repository that the templates folder lies in got its version, or as the API was told; where neither is known it counts for nothing here, and how many are known is shown.",
    "The first version that the portal had of a template is left out unless its release was told: the portal may have been set up long after.",
    "A release before its merge has no value.",
    "How often templates are released, and how long instances take to follow, are metrics of their own.",
  ],
  parts: {
    releases: { label: "Releases", unit: "count" },
    known: { label: "Of them with a known merge", unit: "ratio" },
  },
} satisfies Omit<MetricDefinition, "evaluate" | "compute" | "facts">;

const lag = median(words, { things: "releases whose merge is known", ...both });
const known = share(words, { things: "releases", ...both });

/** Says of how many releases the merge is known; of none is not the same as no release. */
function together(lags: MetricResult, merges: MetricResult): MetricResult {
  if (merges.value === null) return noData("No template had a release in this period.");
  const parts = { releases: merges.n, known: merges.value };
  if (lags.n > 0) return { ...lags, parts };
  const why = `Of none of the ${merges.n} releases in this period it is known when it was merged.`;
  return { ...noData(why), parts };
}

export const releaseLag: MetricDefinition = {
  ...words,
  facts: both.facts,
  evaluate: (events, ask) => together(lag.evaluate(events, ask), known.evaluate(events, ask)),
  async compute(db, ask) {
    const [lags, merges] = await Promise.all([lag.compute(db, ask), known.compute(db, ask)]);
    return lags.map((cell, n) => ({ ...cell, result: together(cell.result, merges[n]!.result) }));
  },
};
