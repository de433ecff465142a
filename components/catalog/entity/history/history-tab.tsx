"use client";

import { useQuery } from "@tanstack/react-query";
import { History } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { labelOf } from "@/components/properties/kind";
import { QueryState } from "@/components/states/query-state";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Card } from "@/components/ui/card";
import { Combobox } from "@/components/ui/combobox";
import { useQueryStates } from "@/components/url-state/use-query-state";
import type { BlueprintDefinition, EntityRecord } from "@/server/catalog/schema";
import { historyParams } from "../entity-params";
import { contentOf, documentOf } from "../form/entity-text";
import type { EntityDocument } from "../form/entity-text";
import { HistoryStep } from "./history-step";

const ValueHistory = dynamic(() => import("./value-history").then((module) => module.ValueHistory));
const RestoreDialog = dynamic(() => import("./restore-dialog").then((module) => module.RestoreDialog), {
  ssr: false,
});

/** Steps that a page shows; what is older is in the audit log. */
export const HISTORY_LIMIT = 200;

/** Every change of an entity with who made it and what it changed, newest first; and the values of one property over time. */
export function HistoryTab({ blueprint, entity }: { blueprint: BlueprintDefinition; entity: EntityRecord }) {
  const trpc = useTRPC();
  const ids = { blueprint: blueprint.identifier, identifier: entity.identifier };
  const query = useQuery(trpc.catalog.entities.history.queryOptions({ ...ids, limit: HISTORY_LIMIT }));
  const properties = useQuery(
    trpc.catalog.blueprints.properties.queryOptions({ identifier: blueprint.identifier }),
  );
  const [params, setParams] = useQueryStates(historyParams);
  const [restoring, setRestoring] = useState<{ wanted: EntityDocument; what: string } | null>(null);
  const chosen = properties.data?.find(({ key }) => key === params.property);
  const options = (properties.data ?? []).map(({ key, definition }) => ({
    value: key,
    label: labelOf(key, definition),
  }));
  return (
    <QueryState
      query={query}
      what="the history"
      isEmpty={(steps) => steps.length === 0}
      empty={
        <Card>
          <EmptyState icon={History} title="No history">
            Changes are recorded from now on.
          </EmptyState>
        </Card>
      }
    >
      {(steps) => (
        <>
          <div className="w-full sm:w-72">
            <Combobox
              label="Values of one property over time"
              placeholder="Values of one property…"
              options={options}
              value={options.find(({ value }) => value === params.property) ?? null}
              onValueChange={(next) => setParams({ property: next?.value ?? null })}
            />
          </div>
          {chosen && (
            <ValueHistory
              key={chosen.key}
              property={chosen}
              steps={steps}
              title={labelOf(chosen.key, chosen.definition)}
              onRestore={
                chosen.source === "schema"
                  ? (value) => {
                      const document = documentOf(blueprint, entity);
                      const { [chosen.key]: _now, ...others } = document.properties as Record<
                        string,
                        unknown
                      >;
                      setRestoring({
                        wanted: {
                          ...document,
                          properties: value === undefined ? others : { ...others, [chosen.key]: value },
                        },
                        what: `the value of ${labelOf(chosen.key, chosen.definition)}`,
                      });
                    }
                  : undefined
              }
            />
          )}
          <ol aria-label="Changes" className="grid gap-3">
            {steps.map((step, index) => (
              <li key={`${step.revision} ${step.at}`}>
                <HistoryStep
                  step={step}
                  onRestore={
                    index > 0 && step.after && step.change !== "computed"
                      ? () =>
                          setRestoring({
                            wanted: documentOf(blueprint, contentOf({ ...step.after })),
                            what: `revision ${step.revision}`,
                          })
                      : undefined
                  }
                />
              </li>
            ))}
          </ol>
          {steps.length >= HISTORY_LIMIT && (
            <p className="text-muted-foreground text-sm">
              The last {HISTORY_LIMIT} changes. Older ones are in the audit log.
            </p>
          )}
          {restoring && (
            <RestoreDialog
              blueprint={blueprint}
              entity={entity}
              wanted={restoring.wanted}
              what={restoring.what}
              onClose={() => setRestoring(null)}
            />
          )}
        </>
      )}
    </QueryState>
  );
}
