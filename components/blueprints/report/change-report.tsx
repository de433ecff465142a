"use client";

import { CircleAlert, TriangleAlert } from "lucide-react";
import type { inferRouterOutputs } from "@trpc/server";
import type { ReactNode } from "react";
import { JsonDiffView } from "@/components/diff/json-diff-view";
import { labelOf } from "@/components/properties/kind";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/cn";
import { formatCount } from "@/components/ui/format";
import type { Tone } from "@/components/ui/status";
import type { AppRouter } from "@/server/api/root";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { counted } from "../graph/graph-node";

export type ChangeReport = inferRouterOutputs<AppRouter>["catalog"]["blueprints"]["preview"];

export interface Loss {
  /** Titles of the properties and relations whose values go. */
  names: string[];
  /** The words of the button that does it. */
  confirm: string;
}

/** What would be lost, by name; null when nothing is. */
export function lossOf(report: ChangeReport, before: BlueprintDefinition): Loss | null {
  if (report.losing === 0) return null;
  const keys = new Map<string, string>();
  for (const { outcome, path } of report.examples) {
    const key = String(path[1] ?? "");
    if (outcome !== "loses" || keys.has(key)) continue;
    const owner = path[0] === "relations" ? before.relations : before.schema.properties;
    keys.set(key, labelOf(key, owner?.[key] ?? {}));
  }
  const names = [...keys.values()];
  return { names, confirm: `Save and lose ${names.length ? listOf(names) : "values"}` };
}

const listOf = (names: readonly string[]): string =>
  names.length > 2 ? `${names.length} values each` : names.join(" and ");

const outcomes = {
  loses: { title: "Lose a value", word: "lose a value", tone: "danger" },
  fails: { title: "Do not fit any more", word: "do not fit", tone: "warning" },
  converts: { title: "Are converted", word: "are converted", tone: "info" },
} as const satisfies Record<string, { title: string; word: string; tone: Tone }>;

/** Counts first, what is destroyed before what is only changed, then each change. */
export function ChangeReportView({
  report,
  before,
  after,
  loss,
}: {
  report: ChangeReport;
  before: BlueprintDefinition;
  after: BlueprintDefinition;
  loss: Loss | null;
}) {
  const counts = { loses: report.losing, fails: report.failing, converts: report.converting };
  return (
    <>
      <div role="status" className="flex flex-wrap items-center gap-1.5 text-sm">
        <span className="tabular font-medium">{counted(report.total, "entity", "entities")}</span>
        <Badge tone="success">{formatCount(report.valid)} stay valid</Badge>
        {(["loses", "fails", "converts"] as const).map(
          (outcome) =>
            counts[outcome] > 0 && (
              <Badge key={outcome} tone={outcomes[outcome].tone}>
                {formatCount(counts[outcome])} {outcomes[outcome].word}
              </Badge>
            ),
        )}
      </div>
      {report.issues.length > 0 && (
        <Notice tone="danger" title="It would be refused">
          <ul className="grid gap-0.5">
            {report.issues.map((issue, index) => (
              <li key={index}>
                <span className="font-mono text-xs">{issue.path.join(".")}</span> {issue.message}
              </li>
            ))}
          </ul>
        </Notice>
      )}
      {loss && (
        <Notice tone="danger" title={`${counted(report.losing, "entity loses", "entities lose")} a value`}>
          {loss.names.length > 0 && <>Lost: {loss.names.join(", ")}. </>}
          What goes stays in the history of each entity, and comes back when the revision is restored.
        </Notice>
      )}
      {report.dependents.length > 0 && (
        <Notice tone="warning" title="Built on what goes or changes">
          <ul className="grid gap-0.5">
            {report.dependents.map((dependent, index) => (
              <li key={index}>{dependent.message}</li>
            ))}
          </ul>
        </Notice>
      )}
      {(["loses", "fails", "converts"] as const).map((outcome) => {
        const examples = report.examples.filter((example) => example.outcome === outcome);
        return (
          examples.length > 0 && (
            <section key={outcome} className="grid gap-2">
              <h3 className="text-sm font-semibold">{outcomes[outcome].title}, for example</h3>
              <ul className="grid gap-px overflow-hidden rounded-md border">
                {examples.map((example, index) => (
                  <li
                    key={index}
                    className="bg-card grid gap-0.5 border-b px-3 py-1.5 text-xs last:border-b-0"
                  >
                    <span className="flex flex-wrap gap-x-2">
                      <span className="font-medium">{example.title ?? example.identifier}</span>
                      <span className="text-muted-foreground font-mono">{example.path.join(".")}</span>
                      {example.before !== undefined && <code>{JSON.stringify(example.before)}</code>}
                      {example.after !== undefined && (
                        <span>
                          <span aria-hidden>→ </span>
                          <span className="sr-only">becomes </span>
                          <code>{JSON.stringify(example.after)}</code>
                        </span>
                      )}
                    </span>
                    <span className="text-muted-foreground">{example.message}</span>
                  </li>
                ))}
              </ul>
            </section>
          )
        );
      })}
      <section className="grid gap-2">
        <h3 className="text-sm font-semibold">Changes of the definition</h3>
        <JsonDiffView before={before} after={after} empty="Only the order changed." />
      </section>
    </>
  );
}

function Notice({
  tone,
  title,
  children,
}: {
  tone: "danger" | "warning";
  title: string;
  children: ReactNode;
}) {
  const Icon = tone === "danger" ? CircleAlert : TriangleAlert;
  return (
    <div
      className={cn(
        "grid gap-1 rounded-md border px-3 py-2 text-sm",
        tone === "danger"
          ? "border-danger-border bg-danger-subtle text-danger"
          : "border-warning-border bg-warning-subtle text-warning",
      )}
    >
      <p className="flex items-center gap-1.5 font-medium">
        <Icon aria-hidden className="size-4 shrink-0" /> {title}
      </p>
      <div className="min-w-0 [overflow-wrap:anywhere]">{children}</div>
    </div>
  );
}
