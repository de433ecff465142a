"use client";

import { useBound } from "@/components/definition-editor/bound-fields";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { useRenderIssue } from "../trial/use-payload";
import { NamesField } from "./names-field";

const INSTRUCTIONS = ["invocationMethod", "instructions"];

/** What people are asked to do, and which. */
export function Manual() {
  const { id, value, set, error, touch } = useBound(INSTRUCTIONS);
  const failed = useRenderIssue(INSTRUCTIONS);
  return (
    <SectionCard title="Task">
      <div className="grid gap-5">
        <Field
          id={id}
          label="Instructions"
          required
          error={error ?? failed}
          description="Markdown, with {{ .inputs.name }} where a value goes."
        >
          <Textarea
            rows={8}
            mono
            value={typeof value === "string" ? value : ""}
            onBlur={touch}
            onChange={(event) => set(event.target.value)}
          />
        </Field>
        <div className="grid gap-4 sm:grid-cols-2">
          <NamesField
            path={["invocationMethod", "teams"]}
            label="Teams that may do it"
            description="Identifiers, separated by commas; {{ .inputs.team }} names one by an input."
          />
          <NamesField
            path={["invocationMethod", "users"]}
            label="People who may do it"
            description="E-mail addresses, separated by commas. Administrators always may."
          />
        </div>
      </div>
    </SectionCard>
  );
}
