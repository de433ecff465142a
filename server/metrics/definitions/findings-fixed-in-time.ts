import { sql } from "drizzle-orm";
import type { Finding } from "../core/events";
import { share } from "./kinds";

/** Of findings with one key the one that is due first stands for all. */
const isFirst = (f: Finding, all: readonly Finding[]) =>
  !all.some(
    (o) =>
      o.dedupeKey === f.dedupeKey &&
      o.dueAt !== null &&
      (o.dueAt < f.dueAt! || (Number(o.dueAt) === Number(f.dueAt) && o.id < f.id)),
  );

export const findingsFixedInTime = share(
  {
    id: "findings-fixed-in-time",
    title: "Findings fixed in time",
    question: "Are weaknesses repaired before they are due?",
    formula:
      "Findings that were fixed by the day they were due, divided by all findings that were due in the period.",
    unit: "ratio",
    direction: "up",
    floor: { need: 20, of: "findings" },
    sources: ["Findings"],
    window: "28d",
    dimensions: ["organisation", "team", "service"],
    reads: ["insight_findings"],
    rules: [
      "What several scanners found in one place (the same weakness, component and resource) is one finding: the one that is due first.",
      "A finding is due when its source says so; else after the days that the settings give its severity.",
      "A finding that was suppressed at its due date, until a later day, does not count.",
    ],
  },
  {
    things: "findings due",
    plain: ({ findings }) =>
      findings
        .filter((f) => f.dueAt !== null && isFirst(f, findings))
        .filter((f) => !(f.status === "suppressed" && f.suppressedUntil && f.suppressedUntil > f.dueAt!))
        .map((f) => ({
          at: f.dueAt!,
          team: f.team,
          service: f.service,
          hit: f.fixedAt !== null && f.fixedAt <= f.dueAt!,
        })),
    facts: () => sql`
      select f.id::text as id, f.due_at as at, f.team, f.service, coalesce(f.title, f.cve) as label,
        coalesce(f.fixed_at <= f.due_at, false) as hit, null::float8 as value
      from insight_findings f
      where f.due_at is not null and not (f.status = 'suppressed' and coalesce(f.suppressed_until > f.due_at, false))
        and not exists (select from insight_findings o where o.dedupe_key = f.dedupe_key and (o.due_at, o.id) < (f.due_at, f.id))`,
  },
);
