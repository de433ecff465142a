"use client";

import { useBound } from "@/components/definition-editor/bound-fields";
import { readQuery } from "@/components/query/query-types";
import { Fieldset } from "@/components/ui/field";
import { useActionEditor } from "../editor-context";
import { QueryField } from "../query-field";

const PATH = ["trigger", "condition"];

/** On which entities of the blueprint the action is offered: all, or those that match. */
export function ConditionField() {
  const { definition } = useActionEditor();
  const { id, value, set } = useBound(PATH);
  const blueprint = definition.trigger.blueprintIdentifier;
  return (
    <Fieldset
      legend={
        <span id={id} tabIndex={-1}>
          Offered on
        </span>
      }
      description="Only on entities that meet these conditions; without any, on all of the blueprint."
    >
      <QueryField
        path={PATH}
        label="Entities on which the action is offered"
        blueprint={blueprint}
        query={value === undefined ? null : readQuery(value)}
        unreadable={value !== undefined && readQuery(value) === null}
        onChange={(query) => set(query.rules.length === 0 ? undefined : { type: "SEARCH", ...query })}
      />
    </Fieldset>
  );
}
