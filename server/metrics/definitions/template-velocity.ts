import { sql } from "drizzle-orm";
import { median } from "./kinds";
import { span } from "../core/facts";

const released = sql`coalesce(v.released_at, v.first_seen_at)`;

export const templateVelocity = median(
  {
    id: "template-adoption-lag",
    title: "Template adoption lag",
    question: "How long until what stands on a template has its new version?",
    formula:
      "Median, over the instances that were brought to another version of their template in the period, of the end of that run less the release of the version.",
    unit: "duration",
    direction: "down",
    floor: { need: 3, of: "upgrades" },
    sources: ["Template versions", "Upgrades"],
    window: "12w",
    dimensions: ["organisation", "team"],
    rules: [
      "A version is released when somebody told so by the API, else when the portal first had it; drafts never are.",
    ],
  },
  {
    things: "upgrades",
    plain: ({ upgrades }) =>
      upgrades
        .filter((u) => !u.draft)
        .map((u) => ({
          at: u.endedAt,
          team: u.team,
          service: null,
          value: span(u.releasedAt, u.endedAt),
        })),
    facts: () => sql`
      select r.id, r.ended_at as at, r.team, null::text as service, u.slug || ' ' || u.to_version as label, null::boolean as hit,
        case when r.ended_at >= ${released} then extract(epoch from r.ended_at - ${released})::float8 end as value
      from template_upgrade_items i
      join template_upgrades u on u.id = i.upgrade_id
      join template_versions v on v.slug = u.slug and v.version = u.to_version and not v.draft
      join runs r on r.id = i.run_id and r.ended_at is not null
      where i.status = 'succeeded'`,
  },
);
