import type { EventSet } from "./core/events";

/** Puts rows into a table. */
export type Insert = (table: string, rows: Record<string, unknown>[]) => Promise<void>;

const textOf = ({ written, broken, identifier }: EventSet["pages"][number]): string => {
  if (!written) return "  ";
  const of = identifier.length % 2 ? "/actions/gone" : "#gone";
  return `# How it works\n\n[Above](#how-it-works), [guide](/docs/metrics)${broken ? ` and [more](${of})` : ""}.`;
};

/** Puts what is offered into the tables, with the reviews of its pages. */
export async function storePages(insert: Insert, { pages }: EventSet): Promise<void> {
  const by = { created_by: "test", updated_by: "test" };
  const of = (kind: EventSet["pages"][number]["kind"]) => pages.filter((page) => page.kind === kind);
  const made = (n: number, page: EventSet["pages"][number]) => ({
    ...by,
    id: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
    identifier: page.identifier,
    created_at: page.createdAt,
    updated_at: page.createdAt,
    revision: 1,
  });
  await insert(
    "actions",
    of("action").map((page, n) => ({
      ...made(n, page),
      definition: { documentation: textOf(page) },
      permissions: {},
      published: true,
      trigger: "self-service",
    })),
  );
  await insert(
    "blueprints",
    of("blueprint").map((page, n) => ({
      ...made(n, page),
      definition: page.written ? { description: textOf(page) } : {},
      permissions_revision: 0,
      hidden: false,
    })),
  );
  await insert(
    "template_versions",
    of("template").map((page) => ({
      slug: page.identifier,
      version: "1.0.0",
      sha256: "",
      manifest: {},
      docs: textOf(page),
      files: "",
      first_seen_at: page.createdAt,
      status: "active",
      recommended: false,
      draft: false,
    })),
  );
  let id = 0;
  await insert(
    "documentation_reviews",
    pages.flatMap(({ kind, identifier, reviews }) =>
      reviews.map((at) => ({ id: (id += 1), kind, identifier, at, by: "test", by_name: "Test" })),
    ),
  );
}

/** Puts billed months, counts of units and the baseline into the tables. */
export async function storeCosts(insert: Insert, events: EventSet): Promise<void> {
  const line = {
    source: "test",
    category: "Usage",
    provider: "test",
    billed: 0,
    list: 0,
    lines: 1,
  };
  await insert(
    "cost_months",
    events.billedMonths.map(({ month, currency, effective, team, pool }) => ({
      ...line,
      month: `${month}-01`,
      billing_month: `${month}-01`,
      currency,
      effective,
      team,
      pool,
    })),
  );
  const { baseline, billedUntil } = events;
  if (billedUntil !== null && baseline)
    await insert("cost_days", [
      {
        ...line,
        day: billedUntil,
        billing_month: `${billedUntil.slice(0, 7)}-01`,
        currency: baseline.currency,
        effective: 0,
      },
    ]);
  const told = { updated_at: "2020-01-01T00:00:00Z", updated_by: "test" };
  await insert(
    "cost_units",
    [...new Set(events.unitCounts.map(({ unit }) => unit))].map((unit) => ({
      ...told,
      identifier: unit,
      title: unit,
    })),
  );
  await insert(
    "cost_unit_counts",
    events.unitCounts.map(({ unit, month, count }, n) => ({
      ...told,
      id: `00000000-0000-4000-8000-${String(n).padStart(12, "0")}`,
      unit,
      month: `${month}-01`,
      count,
    })),
  );
  if (baseline)
    await insert("cost_baseline", [
      {
        ...told,
        id: 1,
        unit: baseline.unit,
        currency: baseline.currency,
        from_month: `${baseline.fromMonth}-01`,
        to_month: `${baseline.toMonth}-01`,
        initiative: "Test",
        revision: 1,
      },
    ]);
}
