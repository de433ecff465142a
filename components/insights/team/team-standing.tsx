import Link from "next/link";
import { FigureCard } from "@/components/charts/figure-card";
import { entityHref } from "@/components/catalog/catalog-types";
import { SectionCard } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { formatCount } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import type { TableFigure } from "@/server/metrics/core/figure";
import type { Standing } from "@/server/metrics/schema";

/** What a team owns, what is open with it, and what it asked the portal for. */
export function TeamStanding({ standing, team }: { standing: Standing; team: string }) {
  const { incidents, findings, runs, services, blueprint } = standing;
  const runsOf = (show?: string) => `/runs?team=${encodeURIComponent(team)}${show ? `&show=${show}` : ""}`;
  return (
    <div className="grid gap-4 lg:grid-cols-2">
      <SectionCard title={`Open incidents (${incidents.count})`}>
        {incidents.items.length === 0 ? (
          <p className="text-muted-foreground">
            {incidents.count ? "They are of services that you may not see." : "No incident is open."}
          </p>
        ) : (
          <ul className="grid gap-2">
            {incidents.items.map(({ id, title, service, severity, startedAt }) => (
              <li key={id} className="min-w-0">
                <p className="[overflow-wrap:anywhere]">{title ?? "Incident"}</p>
                <p className="text-muted-foreground text-xs">
                  {[service, severity].filter(Boolean).join(", ")} <RelativeTime value={startedAt} />
                </p>
              </li>
            ))}
          </ul>
        )}
      </SectionCard>
      <SectionCard title="Open findings" description="Each weakness of a place once, whoever found it.">
        <DescriptionList
          items={[
            { term: "Critical", value: formatCount(findings.critical) },
            { term: "High", value: formatCount(findings.high) },
            { term: "Medium", value: formatCount(findings.medium) },
            { term: "Low", value: formatCount(findings.low) },
            { term: "Critical and high, overdue", value: formatCount(findings.overdue) },
          ]}
        />
      </SectionCard>
      <SectionCard title="Runs and requests" description="What people and clients asked for in the span.">
        <DescriptionList
          items={[
            { term: "Requested", value: <Count href={runsOf()} of={runs.requested} /> },
            { term: "Succeeded", value: <Count href={runsOf("succeeded")} of={runs.succeeded} /> },
            { term: "Failed", value: <Count href={runsOf("attention")} of={runs.failed} /> },
            { term: "Waiting for approval now", value: <Count href={runsOf("waiting")} of={runs.waiting} /> },
          ]}
        />
      </SectionCard>
      <FigureCard
        figure={pathsFigure(standing)}
        description="The templates that what it owns stands on, by version."
      />
      <SectionCard title={`Services (${services.length})`} className="lg:col-span-2">
        {services.length === 0 ? (
          <p className="text-muted-foreground">
            It owns no service. Owners come from the catalog, and from the histories on the page of data
            sources.
          </p>
        ) : (
          <ul className="flex flex-wrap gap-x-4 gap-y-1.5">
            {services.map(({ identifier, title, known }) => (
              <li key={identifier} className="min-w-0 [overflow-wrap:anywhere]">
                {known ? (
                  <Link
                    href={entityHref(blueprint, identifier)}
                    className="text-primary-text hover:underline"
                  >
                    {title}
                  </Link>
                ) : (
                  <>
                    {title} <span className="text-muted-foreground text-xs">not in the catalog</span>
                  </>
                )}
              </li>
            ))}
          </ul>
        )}
      </SectionCard>
    </div>
  );
}

function Count({ href, of }: { href: string; of: number }) {
  if (of === 0) return "0";
  return (
    <Link href={href} className="text-primary-text tabular hover:underline">
      {formatCount(of)}
    </Link>
  );
}

const pathsFigure = ({ goldenPaths }: Standing): TableFigure => ({
  shape: "table",
  title: "Golden paths",
  unit: "count",
  direction: "none",
  sources: ["Workspaces", "Template versions"],
  n: goldenPaths.reduce((sum, { things }) => sum + things, 0),
  columns: [
    { id: "template", label: "Template", kind: "text" },
    { id: "version", label: "Version", kind: "text" },
    { id: "status", label: "Support", kind: "text" },
    { id: "things", label: "In use", kind: "number", unit: "count" },
    { id: "drifted", label: "Drifted", kind: "number", unit: "count" },
  ],
  rows: goldenPaths.map(({ template, version, status, things, drifted }) => ({
    id: `${template} ${version}`,
    cells: { template, version, status, things, drifted },
  })),
});
