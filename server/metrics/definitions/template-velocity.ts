import { sql } from "drizzle-orm";
import { median } from "./kinds";
import { span } from "../core/facts";

export const templateVelocity = median(
  {
    id: "template-adoption-lag",
    title: "Template adoption lag",
    question: "How long until what stands on a template has its new version?",
    formula:
      "Median, over the instances that were brought to another version of their template in the period, of the end of that run less the day on which the version was first in the portal.",
    unit: "duration",
    direction: "down",
    floor: { need: 3, of: "upgrades" },
    sources: ["Template versions", "Upgrades"],
    window: "12w",
    dimensions: ["organisation", "team"],
    rules: [
      "A version is released when the portal first had it; drafts never are.",
      "The time from the merge of a template's change to its release needs the template's repository among the sources.",
    ],
  },
  {
    things: "upgrades",
    plain: ({ upgrades }) =>
      upgrades.map((u) => ({
        at: u.endedAt,
        team: u.team,
        service: null,
        value: span(u.releasedAt, u.endedAt),
      })),
    facts: () => sql`
      select r.id, r.ended_at as at, r.team, null::text as service, u.slug || ' ' || u.to_version as label, null::boolean as hit,
        case when r.ended_at >= v.first_seen_at then extract(epoch from r.ended_at - v.first_seen_at)::float8 end as value
      from template_upgrade_items i
      join template_upgrades u on u.id = i.upgrade_id
      join template_versions v on v.slug = u.slug and v.version = u.to_version
      join runs r on r.id = i.run_id and r.ended_at is not null
      where i.status = 'succeeded'`,
  },
);
