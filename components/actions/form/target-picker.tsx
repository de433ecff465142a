"use client";

import { useQueryClient } from "@tanstack/react-query";
import { Combobox } from "@/components/ui/combobox";
import type { ComboboxOption } from "@/components/ui/option-search";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { useTRPC } from "@/components/trpc/provider";
import type { ActionDefinition } from "../action-types";

/** Entities that are offered at once; typing finds the others. */
const OFFERED = 20;

interface TargetPickerProps {
  action: ActionDefinition;
  onPick: (identifier: string) => void;
}

/** Picks the entity that an action works on, among those on which it is offered. */
export function TargetPicker({ action, onPick }: TargetPickerProps) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { trigger } = action;
  if (trigger.type !== "self-service") return null;
  const blueprint = trigger.blueprintIdentifier ?? "";
  const { type: _, ...condition } = trigger.condition ?? { type: "SEARCH" as const };
  const load = async (text: string): Promise<ComboboxOption[]> => {
    const { entities } = await queryClient.fetchQuery(
      trpc.catalog.entities.list.queryOptions({
        blueprint,
        limit: OFFERED,
        ...("rules" in condition && condition.rules.length > 0 && { query: condition }),
        ...(text && { text }),
      }),
    );
    return entities.map(({ identifier, title }) => ({
      value: identifier,
      label: title ?? identifier,
      ...(title && title !== identifier && { description: identifier }),
    }));
  };
  return (
    <Card className="max-w-xl px-5 py-5">
      <Field
        required
        label="What should it work on?"
        description={
          trigger.condition
            ? `An entity of the blueprint “${blueprint}” that fits the condition of this action.`
            : `An entity of the blueprint “${blueprint}”.`
        }
      >
        <Combobox
          loadOptions={load}
          value={null}
          onValueChange={(next) => next && onPick(next.value)}
          placeholder="Search the catalog…"
          emptyText="No entity matches."
        />
      </Field>
    </Card>
  );
}
