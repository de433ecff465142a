"use client";

import { useQuery } from "@tanstack/react-query";
import { NumberAt, SelectAt } from "@/components/definition-editor/bound-fields";
import { valueAt } from "@/components/definition-editor/path";
import { useTRPC } from "@/components/trpc/provider";
import { SectionCard } from "@/components/ui/card";
import { CONNECTIONS_OF, kindInfo, NEEDS_CONNECTION } from "@/server/pipelines/core/connection-kinds";
import { useActionEditor } from "../editor-context";

const AT = ["invocationMethod"] as const;

/** With which credentials a backend elsewhere is called, and how long it may take. */
export function CarryOutFields({ kind }: { kind: string }) {
  const trpc = useTRPC();
  const { definition } = useActionEditor();
  const connections = useQuery(trpc.pipelines.connections.list.queryOptions());
  const kinds = CONNECTIONS_OF[kind] ?? [];
  const chosen = valueAt(definition, [...AT, "connection"]);
  const fitting = (connections.data ?? []).filter((connection) => kinds.includes(connection.kind));
  const labels = kinds.map((one) => kindInfo(one).label).join(" or ");
  const missing = NEEDS_CONNECTION.has(kind) && connections.data !== undefined && fitting.length === 0;
  return (
    <SectionCard title="How it is carried out">
      <div className="grid gap-4 sm:grid-cols-2">
        {kinds.length > 0 && (
          <SelectAt
            path={[...AT, "connection"]}
            label="Connection"
            none={NEEDS_CONNECTION.has(kind) ? "The only one there is" : "None, or the only one that fits"}
            description={
              missing
                ? `There is none of the kind ${labels} yet. Add one under Settings, Connections.`
                : `Of the kind ${labels}.`
            }
            options={[
              ...fitting.map(({ identifier, title, kind: of }) => ({
                value: identifier,
                label: title,
                description: kindInfo(of).label,
              })),
              // What is chosen stays visible where the list does not have it.
              ...(typeof chosen === "string" && !fitting.some(({ identifier }) => identifier === chosen)
                ? [{ value: chosen, label: chosen }]
                : []),
            ]}
          />
        )}
        <NumberAt
          path={[...AT, "timeoutMinutes"]}
          label="Time limit in minutes"
          placeholder="60"
          description="Then a run that nobody reported on counts as failed."
        />
      </div>
    </SectionCard>
  );
}
