import { SectionCard } from "@/components/ui/card";
import type { VariableSources } from "@/server/pipelines/schema";

/** Which variable set gave which variable; nothing where none did. */
export function VariableSourcesCard({ sources }: { sources: VariableSources }) {
  const rows = [
    ...Object.entries(sources.terraform).map(([name, source]) => ({ name, kind: "Variable", ...source })),
    ...Object.entries(sources.environment).map(([name, source]) => ({
      name,
      kind: "Environment",
      ...source,
    })),
  ];
  if (rows.length === 0) return null;
  return (
    <SectionCard title="From variable sets" description="What the action does not set itself.">
      <dl className="grid gap-x-4 gap-y-1.5 text-sm sm:grid-cols-[minmax(8rem,max-content)_minmax(0,1fr)]">
        {rows.map(({ name, kind, title, sensitive }) => (
          <div key={`${kind}:${name}`} className="contents">
            <dt className="text-muted-foreground font-mono text-xs break-all">{name}</dt>
            <dd>
              {title}
              <span className="text-muted-foreground">
                {kind === "Environment" && ", in the environment"}
                {sensitive && ", sensitive"}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </SectionCard>
  );
}
