"use client";

import { useQuery } from "@tanstack/react-query";
import { CheckAt, SelectAt } from "@/components/definition-editor/bound-fields";
import { valueAt } from "@/components/definition-editor/path";
import { useTRPC } from "@/components/trpc/provider";
import { SectionCard } from "@/components/ui/card";
import { useActionEditor } from "../editor-context";
import { PairsField } from "./pairs-field";
import { TemplateField } from "./template-field";

const at = (key: string) => ["invocationMethod", key];

/** The repository that is committed to, and the files that are put into it. */
export function Gitops() {
  const trpc = useTRPC();
  const { definition } = useActionEditor();
  const templates = useQuery(trpc.pipelines.templates.list.queryOptions());
  const chosen = valueAt(definition, at("template"));
  const known = (templates.data ?? []).map(({ slug, title, version, fault }) => ({
    value: slug,
    label: title,
    description: fault ? "cannot be used" : version,
    disabled: fault !== null,
  }));
  return (
    <>
      <SectionCard title="Repository">
        <div className="grid gap-5">
          <TemplateField
            path={at("repository")}
            label="Address"
            required
            placeholder="https://github.com/acme/{{ .inputs.name }}"
            description="Without credentials: those are in the connection, which must be for this address."
          />
          <div className="grid gap-4 sm:grid-cols-2">
            <TemplateField path={at("branch")} label="Branch" placeholder="The default branch" />
            <TemplateField
              path={at("message")}
              label="Commit message"
              placeholder="The title of the action"
            />
          </div>
          <CheckAt
            path={at("createRepository")}
            label="Make the repository when there is none"
            description="Private, by the API of a connection to GitHub or GitLab."
          />
          <CheckAt
            path={at("waitForReport")}
            label="Wait for a report"
            description="Otherwise the run has succeeded once the commit is pushed."
          />
        </div>
      </SectionCard>
      <SectionCard title="Files">
        <div className="grid gap-5">
          <div className="grid gap-4 sm:grid-cols-2">
            <SelectAt
              path={at("template")}
              label="Template"
              none="None"
              description="Its folder skeleton/ is filled in and committed."
              options={
                typeof chosen === "string" && !known.some(({ value }) => value === chosen)
                  ? [...known, { value: chosen, label: chosen }]
                  : known
              }
            />
            <TemplateField path={at("folder")} label="Folder" placeholder="The root of the repository" />
          </div>
          <PairsField
            path={at("values")}
            label="Values"
            noun="value"
            description="What the placeholders of the template become: {{ .name }} takes the value name."
          />
          <PairsField
            path={at("files")}
            label="More files"
            noun="file"
            keyPlaceholder="config/app.yaml"
            description="Path and content. They win over those of the template."
          />
        </div>
      </SectionCard>
    </>
  );
}
