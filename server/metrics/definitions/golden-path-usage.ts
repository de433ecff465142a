import { sql } from "drizzle-orm";
import { counted, isCounted } from "./deployments";
import { share } from "./kinds";

export const goldenPathUsage = share(
  {
    id: "golden-path-usage",
    title: "Golden path usage",
    question: "How much of what reaches production is built on a supported template?",
    formula:
      "Successful deployments to production of something that stands on a supported version of a template and has not drifted from it, divided by all of them.",
    unit: "ratio",
    direction: "up",
    floor: { need: 20, of: "deployments" },
    sources: ["Deployments", "Template versions", "Checks of drift"],
    window: "28d",
    dimensions: ["organisation", "team", "service"],
    reads: ["insight_deployments", "template_versions", "workspaces"],
    rules: [
      "A version is supported while it is not deprecated, as of now.",
      "Drift is as the last check of the service found it; without a check nothing is held against it.",
      "A deployment that names no template is off the path.",
    ],
    parts: {
      deprecated: { label: "On a deprecated version", unit: "count" },
      untemplated: { label: "On no template", unit: "count" },
    },
  },
  {
    things: "deployments to production",
    plain: (events) =>
      events.deployments.filter(isCounted).map((d) => {
        const version = events.templateVersions.find(
          (v) => v.slug === d.templateId && v.version === d.templateVersion,
        );
        return {
          at: d.finishedAt!,
          team: d.team,
          service: d.service,
          hit: version !== undefined && !version.deprecated && !events.drifted.includes(d.service),
          parts: { deprecated: version?.deprecated === true, untemplated: d.templateId === null },
        };
      }),
    facts: () => sql`
      select d.id::text as id, d.finished_at as at, d.team, d.service,
        d.template_id || coalesce(' ' || d.template_version, '') as label,
        coalesce(v.status = 'active', false) and w.entity is null as hit, null::float8 as value,
        coalesce(v.status = 'deprecated', false) as deprecated, d.template_id is null as untemplated
      from insight_deployments d
      left join template_versions v on v.slug = d.template_id and v.version = d.template_version
      left join (select distinct entity from workspaces where drift_status = 'drifted') w on w.entity = d.service
      where ${counted(sql`d`)}`,
  },
  ["deprecated", "untemplated"],
);
