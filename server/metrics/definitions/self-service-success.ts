import { sql } from "drizzle-orm";
import type { EventSet, Run } from "../core/events";
import type { Fact } from "../core/facts";
import { ABANDONED, failureClass, UNSUCCESSFUL, UPSTREAM_CODES, USER_CODES } from "../core/failure-class";
import { instant, spanOf, texts } from "../store/windows";
import { share } from "./kinds";

const FLAGS = ["retried", "helped", "user", "upstream", "platform", "abandoned"];

/** The runs that repeat a run, and those that repeat them, with it. */
function chainOf(root: Run, runs: readonly Run[]): Run[] {
  return [root, ...runs.filter((r) => r.rerunOf === root.id).flatMap((r) => chainOf(r, runs))];
}

/** Ended without success in a way that counts: one that was cancelled before anything began was nobody's failure. */
const fell = (r: Run) =>
  UNSUCCESSFUL.includes(r.status) && !(r.status === "cancelled" && r.startedAt === null);

function factOf(root: Run, { runs, tickets }: EventSet): Fact[] {
  if (root.rerunOf !== null || root.bySystem || root.endedAt === null) return [];
  const chain = chainOf(root, runs);
  const won = chain.some((r) => r.status === "succeeded");
  const last = chain
    .filter(fell)
    .sort((a, b) => Number(b.endedAt) - Number(a.endedAt) || (a.id < b.id ? 1 : -1))[0];
  if (!won && !last) return [];
  const helped = tickets.some((t) => !t.automatic && chain.some((r) => r.id === t.runId));
  const failed = won ? null : failureClass(last!.status, last!.code);
  return [
    {
      at: root.endedAt,
      team: root.team,
      service: null,
      hit: won && !helped,
      parts: {
        retried: won && root.status !== "succeeded",
        helped: won && helped,
        user: failed === "user",
        upstream: failed === "upstream",
        platform: failed === "platform",
        abandoned: failed === "abandoned",
      },
    },
  ];
}

export const selfServiceSuccess = share(
  {
    id: "self-service-success-rate",
    title: "Self-service success",
    question: "How often do people get what they asked for, by themselves?",
    formula:
      "Requests that ended in success without anybody's help, divided by all requests that ended in the period. A request is a run with all its repetitions.",
    unit: "ratio",
    direction: "up",
    floor: { need: 20, of: "requests" },
    sources: ["Runs of the portal", "Tickets"],
    window: "28d",
    dimensions: ["organisation", "team"],
    rules: [
      "A run and those that repeat it are one request; success in any of them is its success.",
      "A request about which a ticket was opened was helped, and is no success.",
      "Runs that were declined, or cancelled before they began, are on neither side of the line; so are runs that the portal makes by itself, plans and previews.",
      "Runs that were cancelled later, that waited for an approval in vain, or whose plan grew too old are abandoned.",
      "A request counts in the period in which its first run ended.",
      "Forms that were opened and never sent are not among them.",
    ],
    parts: {
      retried: { label: "Succeeded when repeated", unit: "count" },
      helped: { label: "Succeeded with help", unit: "count" },
      user: { label: "Failed: the request has to change", unit: "count" },
      upstream: { label: "Failed: another system", unit: "count" },
      platform: { label: "Failed: the platform", unit: "count" },
      abandoned: { label: "Abandoned", unit: "count" },
    },
  },
  {
    things: "requests",
    plain: (events) => events.runs.flatMap((root) => factOf(root, events)),
    facts: (ask) => {
      const { from, to } = spanOf(ask);
      return sql`
      select root.id, root.ended_at as at, root.team, null::text as service, root.action_identifier as label,
        o.won and not o.helped as hit, null::float8 as value, o.won and root.status <> 'succeeded' as retried,
        o.won and o.helped as helped, not o.won and o.class = 'user' as user, not o.won and o.class = 'upstream' as upstream,
        not o.won and o.class = 'platform' as platform, not o.won and o.class = 'abandoned' as abandoned
      from runs root
      join (
        with recursive chain as (
          select id as root, id, status, failure, started_at, ended_at from runs
          where rerun_of is null and requester_kind <> 'system' and ended_at >= ${instant(from)} and ended_at < ${instant(to)}
          union all
          select c.root, r.id, r.status, r.failure, r.started_at, r.ended_at from runs r join chain c on r.rerun_of = c.id
        ),
        judged as (
          select c.root, c.id, c.ended_at, c.status = 'succeeded' as won,
            c.status = any(${texts(UNSUCCESSFUL)}) and not (c.status = 'cancelled' and c.started_at is null) as fell,
            exists (select from insight_tickets t where t.run_id = c.id and not t.automatic) as helped,
            case when c.status = any(${texts(ABANDONED)}) then 'abandoned'
              when c.failure->>'code' = any(${texts(USER_CODES)}) then 'user'
              when c.failure->>'code' = any(${texts(UPSTREAM_CODES)}) then 'upstream' else 'platform' end as class
          from chain c
        )
        select root, bool_or(won) as won, bool_or(fell) as fell, bool_or(helped) as helped,
          (array_agg(class order by ended_at desc nulls last, id collate "C" desc) filter (where fell))[1] as class
        from judged group by root
      ) o on o.root = root.id
      where o.won or o.fell`;
    },
  },
  FLAGS,
);
