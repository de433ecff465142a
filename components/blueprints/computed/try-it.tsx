"use client";

import { CircleAlert } from "lucide-react";
import { useState } from "react";
import { PropertyCell } from "@/components/properties/property-cell";
import { EntityField } from "@/components/properties/fields/reference-fields";
import { readFailure } from "@/components/states/domain-error";
import { CodeBlock } from "@/components/code/code-block";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Spinner } from "@/components/ui/spinner";
import type { PropertyDefinition } from "@/server/properties/schema";
import { useEditor } from "../editor/editor-context";
import { useTrial } from "./use-trial";
import type { TrialKind } from "./use-trial";

interface TryItProps {
  kind: TrialKind;
  itemKey: string;
  /** Whether enough is said to be tried. */
  ready: boolean;
  /** How the value is shown. */
  shape: PropertyDefinition | null;
}

/** What a computed property would be for one entity, as it stands in the editor: the value, or why there is none. */
export function TryIt({ kind, itemKey, ready, shape }: TryItProps) {
  const { saved, entityCount } = useEditor();
  const [entity, setEntity] = useState("");
  const trial = useTrial(kind, itemKey, ready ? entity : "");
  return (
    <SectionCard title="Try it" description="On an entity that exists; nothing is stored.">
      {saved === null || entityCount === 0 ? (
        <p className="text-muted-foreground text-xs">
          {saved === null
            ? "Once the blueprint is created and has an entity, try it here."
            : "There is no entity yet to try it on."}
        </p>
      ) : (
        <div className="grid gap-4">
          <Field label="Entity" required>
            <EntityField
              definition={{ type: "string", format: "entity", blueprint: saved.identifier }}
              value={entity}
              onChange={(next) => setEntity(String(next ?? ""))}
            />
          </Field>
          <div aria-live="polite" className="grid min-h-10 min-w-0 gap-1.5 text-sm">
            {!ready ? (
              <span className="text-muted-foreground text-xs">Fill in what is missing first.</span>
            ) : entity === "" ? (
              <span className="text-muted-foreground text-xs">Choose an entity to see the value.</span>
            ) : trial.isFetching ? (
              <span className="text-muted-foreground inline-flex items-center gap-2 text-xs">
                <Spinner /> Computing…
              </span>
            ) : trial.error ? (
              <Fault text={readFailure(trial.error).issues[0]?.message ?? readFailure(trial.error).message} />
            ) : trial.data ? (
              "fault" in trial.data && typeof trial.data.fault === "string" ? (
                <Fault text={trial.data.fault} />
              ) : (
                <Value value={"value" in trial.data ? trial.data.value : undefined} shape={shape} />
              )
            ) : null}
          </div>
        </div>
      )}
    </SectionCard>
  );
}

function Fault({ text }: { text: string }) {
  return (
    <span className="text-danger flex items-start gap-1.5 text-xs">
      <CircleAlert aria-hidden className="mt-px size-3.5 shrink-0" />
      <span className="min-w-0 [overflow-wrap:anywhere]">
        <span className="font-medium">No value.</span> {text}
      </span>
    </span>
  );
}

function Value({ value, shape }: { value: unknown; shape: PropertyDefinition | null }) {
  const none = value === undefined || value === null;
  return (
    <>
      <span className="text-muted-foreground text-xs">{none ? "No value" : "Value"}</span>
      {!none && (
        <span className="min-w-0 truncate text-base">
          <PropertyCell definition={shape ?? { type: "string" }} value={value} />
        </span>
      )}
      {!none && typeof value === "object" && (
        <CodeBlock code={JSON.stringify(value, null, 2)} maxHeight="sm" />
      )}
    </>
  );
}
