import { sql } from "drizzle-orm";
import type { Executor } from "@/db/client";
import type { EventSet } from "../core/events";
import { inScope, type PlainAsk } from "../core/facts";
import { type MetricResult, noData } from "../core/result";
import { medianDisc } from "../core/statistics/percentile";
import type { Ask, MetricDefinition } from "../definition";
import { perCell } from "../store/aggregate";
import { inScope as scoped, instant, instants, keyOf, texts, windowRows } from "../store/windows";

/** A critical finding weighs as much as so many high ones. */
const CRITICAL_WEIGHT = 2;

interface Posture {
  critical: number;
  high: number;
  services: number;
  /** Of which some scanner ever told anything. */
  scanned: number | null;
  age: number | null;
}

const UNTOLD = noData("No scanner had told of anything by then.");

function posture({ critical, high, services, scanned, age }: Posture): MetricResult {
  if (services === 0) return noData("No services are known at the end of this period.");
  return {
    value: (CRITICAL_WEIGHT * critical + high) / services,
    n: critical + high,
    numerator: CRITICAL_WEIGHT * critical + high,
    denominator: services,
    parts: { critical, high, services, age, scanned: scanned === null ? null : scanned / services },
  };
}

/** Critical and high findings that are open at the end of the window, each weakness of a place once. */
function openAt(events: EventSet, ask: PlainAsk): Posture {
  const { to } = ask.window;
  const open = events.findings.filter(
    (f) =>
      (f.severity === "critical" || f.severity === "high") &&
      f.firstSeenAt < to &&
      (f.fixedAt === null || f.fixedAt >= to) &&
      !(f.status === "suppressed" && f.suppressedUntil !== null && f.suppressedUntil > to) &&
      inScope(f, ask),
  );
  const keys = new Map<string, { critical: boolean; first: number }>();
  for (const f of open) {
    const known = keys.get(f.dedupeKey);
    keys.set(f.dedupeKey, {
      critical: known?.critical === true || f.severity === "critical",
      first: Math.min(known?.first ?? Infinity, f.firstSeenAt.getTime()),
    });
  }
  const found = [...keys.values()];
  const owned = events.owners.filter(
    (o) =>
      o.startsAt < to &&
      (o.endsAt === null || o.endsAt >= to) &&
      inScope({ team: o.team, service: o.service }, ask),
  );
  const services = new Set([...owned.map((o) => o.service), ...open.flatMap((f) => f.service ?? [])]);
  return {
    critical: found.filter((f) => f.critical).length,
    high: found.filter((f) => !f.critical).length,
    services: services.size,
    scanned: [...services].filter((s) => events.findings.some((f) => f.service === s && f.firstSeenAt < to))
      .length,
    age: medianDisc(found.map((f) => (to.getTime() - f.first) / 1_000)),
  };
}

export const securityPosture: MetricDefinition = {
  id: "security-posture",
  title: "Open weaknesses per service",
  question: "How exposed is what we run?",
  formula: `Critical and high findings open at the end of the period, a critical one counted as ${CRITICAL_WEIGHT}, divided by the services.`,
  unit: "count",
  direction: "down",
  floor: null,
  counts: "findings",
  sources: ["Findings", "Owners of services"],
  window: "28d",
  dimensions: ["organisation", "team", "service"],
  reads: ["insight_findings", "insight_service_owners"],
  rules: [
    "What several scanners found in one place (the same weakness, component and resource) is one finding.",
    "A finding that is suppressed until a later day does not count; one that is suppressed for ever does.",
    "Services are those that have an owner, and any with an open finding. One that no scanner looks at seems clean: of how many any scanner ever told something is shown beside, and where none ever did there is no value.",
  ],
  parts: {
    critical: { label: "Critical", unit: "count" },
    high: { label: "High", unit: "count" },
    services: { label: "Services", unit: "count" },
    age: { label: "Age (median)", unit: "duration" },
    scanned: { label: "Services that a scanner told of", unit: "ratio" },
  },
  facts: () => sql`
    select f.id::text as id, f.first_seen_at as at, f.team, f.service, coalesce(f.title, f.cve) as label,
      f.severity = 'critical' as hit, null::float8 as value
    from insight_findings f where f.severity in ('critical', 'high')`,
  evaluate: (events, ask) =>
    events.findings.some((f) => f.firstSeenAt < ask.window.to) ? posture(openAt(events, ask)) : UNTOLD,
  compute: openByCell,
};

async function openByCell(db: Executor, ask: Ask) {
  const ends = [...new Set(ask.windows.map((w) => w.to.getTime()))]
    .sort((a, b) => a - b)
    .map((ms) => new Date(ms));
  type Row = {
    at: number;
    key: string | null;
    critical: number;
    high: number;
    age: number | null;
    services: string[];
  };
  const [found, owned] = await Promise.all([
    // A finding is open at the ends between its two ends, which halving finds; only those are looked at. The ends are read once:
    // as a part of each condition they would be read from text for each finding.
    db.execute<Row>(sql`
      with e as materialized (select ${instants(ends)} as ends)
      select x.at, x.key, count(*) filter (where x.critical)::int as critical, count(*) filter (where not x.critical)::int as high,
        percentile_disc(0.5) within group (order by extract(epoch from x.ends_at - x.first)::float8) as age,
        (select coalesce(array_agg(distinct s), '{}') from unnest(string_to_array(string_agg(x.services, chr(10)), chr(10))) s) as services
      from (
        select n as at, ${keyOf(ask)} as key, f.dedupe_key, e.ends[n] as ends_at, bool_or(f.severity = 'critical') as critical,
          min(f.first_seen_at) as first, string_agg(f.service, chr(10)) as services
        from e cross join insight_findings f
        cross join lateral generate_series(
          width_bucket(f.first_seen_at + interval '1 millisecond', array_prepend('-infinity', e.ends)),
          case when f.fixed_at is null then cardinality(e.ends) else width_bucket(f.fixed_at, e.ends) end) n
        where f.severity in ('critical', 'high') and n between 1 and cardinality(e.ends)
          and f.first_seen_at < e.ends[n] and (f.fixed_at is null or f.fixed_at >= e.ends[n])
          and not (f.status = 'suppressed' and coalesce(f.suppressed_until > e.ends[n], false))
          ${scoped(sql`f`, ask)}
        group by 1, 2, f.dedupe_key, e.ends[n]
      ) x ${ask.by === null ? sql`` : sql`where x.key is not null`} group by 1, 2`),
    db.execute<{ ix: number; key: string | null; services: string[] }>(sql`
      select w.ix, ${keyOf(ask)} as key, array_agg(distinct f.service) as services
      from (${windowRows(ask)}) w
      join insight_service_owners f on f.starts_at < w.ends and (f.ends_at is null or f.ends_at >= w.ends)${scoped(sql`f`, ask)}
      group by 1, 2`),
  ]);
  const at = new Map(ends.map((end, n) => [end.getTime(), n + 1]));
  const cells = new Map<string, Posture & { window: number; key: string | null; names: Set<string> }>();
  const cell = (window: number, key: string | null) => {
    const id = `${window} ${key}`;
    const known = cells.get(id) ?? {
      window,
      key,
      critical: 0,
      high: 0,
      services: 0,
      scanned: null,
      age: null,
      names: new Set<string>(),
    };
    cells.set(id, known);
    return known;
  };
  for (const { ix, key, services } of owned) for (const service of services) cell(ix, key).names.add(service);
  ask.windows.forEach((window, ix) => {
    for (const row of found.filter((r) => r.at === at.get(window.to.getTime()))) {
      const mine = cell(ix, row.key);
      Object.assign(mine, { critical: row.critical, high: row.high, age: row.age });
      for (const service of row.services) mine.names.add(service);
    }
  });
  const first = await firstTold(db);
  const detailed = ask.windows.slice(0, ask.detailed);
  const scanned = await Promise.all(
    detailed.map((w, n) =>
      scannedBy(db, w.to, new Set([...cells.values()].flatMap((c) => (c.window === n ? [...c.names] : [])))),
    ),
  );
  return perCell(ask, [...cells.values()], (mine, window) => {
    if (first === null || first >= window.to.getTime()) return UNTOLD;
    if (!mine) return posture({ critical: 0, high: 0, services: 0, scanned: null, age: null });
    const told = scanned[mine.window];
    return posture({
      ...mine,
      services: mine.names.size,
      scanned: told ? [...mine.names].filter((name) => told.has(name)).length : null,
    });
  });
}

/** When the first finding was seen, in ms; null: none was told of. */
async function firstTold(db: Executor): Promise<number | null> {
  const [row] = await db.execute<{ at: number | null }>(
    sql`select extract(epoch from min(first_seen_at))::float8 * 1000 as at from insight_findings`,
  );
  return row?.at ?? null;
}

/** Those of the services of which a finding, of whatever severity, was seen before a moment. */
async function scannedBy(db: Executor, before: Date, services: ReadonlySet<string>): Promise<Set<string>> {
  if (services.size === 0) return new Set();
  const rows = await db.execute<{ service: string }>(sql`
    select s.service from unnest(${texts([...services])}) as s(service)
    where exists (select from insight_findings f where f.service = s.service and f.first_seen_at < ${instant(before)})`);
  return new Set(rows.map(({ service }) => service));
}
