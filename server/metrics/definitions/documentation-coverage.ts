import { ratioResult } from "../core/facts";
import type { MetricResult } from "../core/result";
import type { MetricDefinition } from "../definition";
import { offeredTexts, reviewsSince } from "../store/documentation";
import { brokenLinks } from "./broken-links";

/** A page that nobody has read for longer says nothing of today. */
export const REVIEW_DAYS = 180;
const REVIEW_MS = REVIEW_DAYS * 86_400_000;

/** Something that is offered, with its page. */
interface Thing {
  createdAt: number;
  written: boolean;
  broken: boolean;
  /** In ms. */
  reviews: readonly number[];
}

/** Of everything that there was by the end of the period, so that no interval belongs to it. */
function coverage(all: readonly Thing[], end: number): MetricResult {
  const things = all.filter((thing) => thing.createdAt < end);
  const pages = things.filter((thing) => thing.written);
  const isCurrent = ({ reviews }: Thing) => reviews.some((at) => at < end && at >= end - REVIEW_MS);
  const covered = pages.filter((page) => !page.broken && isCurrent(page));
  const what = "published actions, blueprints or templates";
  const { interval: _, ...result } = ratioResult(covered.length, things.length, null, what);
  if (result.value === null) return result;
  return {
    ...result,
    parts: { pages: pages.length, broken: pages.filter((page) => page.broken).length },
  };
}

export const documentationCoverage: MetricDefinition = {
  id: "documentation-coverage",
  title: "Documentation coverage",
  question: "How much of what is offered is described, by something that somebody has read lately?",
  formula: `Published actions, blueprints and templates with a page that has no broken link and was reviewed in the ${REVIEW_DAYS} days before the end of the period, divided by all of them.`,
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
    "A link is broken when it leads to no page of the portal, to an action, blueprint, entity, dashboard, team, run or template that there is not, to a heading that its page does not have, or has no beginning to start from. Links to other hosts are not followed.",
  ],
  parts: {
    pages: { label: "With a page, reviewed or not", unit: "count" },
    broken: { label: "With a broken link", unit: "count" },
  },
  evaluate(events, { window, asOf }) {
    const versions = events.templateVersions.filter((v) => !v.deprecated);
    const bare = [...new Set(versions.map((v) => v.slug))].map((slug) => ({
      createdAt: Math.min(
        ...versions.filter((v) => v.slug === slug).map((v) => Number(v.seenAt ?? v.releasedAt)),
      ),
      ...{ written: false, broken: false, reviews: [] },
    }));
    const pages = events.pages.map(({ createdAt, written, broken = false, reviews }) => ({
      ...{ createdAt: createdAt.getTime(), written, broken },
      reviews: reviews.map((at) => at.getTime()),
    }));
    return coverage([...pages, ...bare], Math.min(window.to.getTime(), asOf.getTime()));
  },
  async compute(db, ask) {
    const ends = ask.windows.map(({ to }) => Math.min(to.getTime(), ask.asOf.getTime()));
    const [pages, reviews] = await Promise.all([
      offeredTexts(db),
      reviewsSince(db, new Date(Math.min(...ends) - REVIEW_MS)),
    ]);
    const broken = await brokenLinks(db, pages);
    const reviewed = new Map<string, number[]>();
    for (const { kind, identifier, at } of reviews) {
      const known = reviewed.get(`${kind} ${identifier}`);
      if (known) known.push(at);
      else reviewed.set(`${kind} ${identifier}`, [at]);
    }
    const things = pages.map(({ kind, identifier, createdAt, text }) => ({
      createdAt,
      written: text.trim() !== "",
      broken: broken.has(`${kind} ${identifier}`),
      reviews: reviewed.get(`${kind} ${identifier}`) ?? [],
    }));
    return ends.map((end, window) => ({ window, key: null, result: coverage(things, end) }));
  },
};
