"use client";

import dynamic from "next/dynamic";
import { SelectAt } from "@/components/definition-editor/bound-fields";
import { SectionCard } from "@/components/ui/card";
import type { InvocationKind } from "@/server/pipelines/schema";
import { useActionEditor } from "../editor-context";
import { CarryOutFields } from "./carry-out-fields";
import { Gitops } from "./gitops-fields";
import { Manual } from "./manual-fields";
import { MappingFields } from "./mapping-fields";
import { PairsField } from "./pairs-field";
import { TemplateField } from "./template-field";
import { valueAt } from "@/components/definition-editor/path";

const JsonField = dynamic(() => import("./json-field").then((module) => module.JsonField), { ssr: false });

const AT = ["invocationMethod"] as const;
const at = (key: string) => [...AT, key];
const METHODS = ["POST", "GET", "PUT", "PATCH", "DELETE"].map((value) => ({ value, label: value }));

function Webhook() {
  return (
    <SectionCard title="Request">
      <div className="grid gap-5">
        <div className="grid gap-4 sm:grid-cols-[1fr_9rem]">
          <TemplateField path={at("url")} label="URL" required placeholder="https://example.com/hooks" />
          <SelectAt path={at("method")} label="Method" none="POST, as usual" options={METHODS} />
        </div>
        <div className="grid gap-4 sm:grid-cols-2">
          <TemplateField
            path={at("synchronized")}
            label="Synchronized"
            description="true: its answer ends the run. Otherwise it reports by itself."
            placeholder="false"
          />
          <TemplateField
            path={at("agent")}
            label="By an agent"
            description="true: an agent fetches it, and sends it where the portal cannot."
            placeholder="false"
          />
        </div>
        <PairsField path={at("headers")} label="Headers" noun="header" keyPlaceholder="Authorization" />
        <PairsField path={at("body")} label="Body" noun="key" description="Sent as JSON." />
      </div>
    </SectionCard>
  );
}

function GitHub() {
  return (
    <SectionCard title="Workflow">
      <div className="grid gap-5">
        <div className="grid gap-4 sm:grid-cols-2">
          <TemplateField path={at("org")} label="Organization" required />
          <TemplateField path={at("repo")} label="Repository" required />
          <TemplateField path={at("workflow")} label="Workflow file" required placeholder="deploy.yml" />
          <TemplateField
            path={at("reportWorkflowStatus")}
            label="Follow the workflow"
            description="true: the run ends as the workflow ends."
            placeholder="true"
          />
        </div>
        <PairsField
          path={at("workflowInputs")}
          label="Inputs of the workflow"
          noun="input"
          description="At most 25. An input named ref picks the branch."
        />
      </div>
    </SectionCard>
  );
}

function Integration() {
  return (
    <SectionCard title="Integration">
      <div className="grid gap-5">
        <TemplateField path={at("installationId")} label="Installation" required />
        <PairsField
          path={at("integrationActionExecutionProperties")}
          label="What it is given"
          noun="key"
          description="Such as org, repo, workflow and workflowInputs."
        />
      </div>
    </SectionCard>
  );
}

function GitLab() {
  return (
    <SectionCard title="Pipeline">
      <div className="grid gap-5">
        <div className="grid gap-4 sm:grid-cols-2">
          <TemplateField path={at("groupName")} label="Group" required />
          <TemplateField path={at("projectName")} label="Project" required />
          <TemplateField path={at("defaultRef")} label="Branch" placeholder="main" />
        </div>
        <PairsField path={at("pipelineVariables")} label="Variables of the pipeline" noun="variable" />
      </div>
    </SectionCard>
  );
}

function Azure() {
  return (
    <SectionCard title="Pipeline">
      <div className="grid gap-5">
        <div className="grid gap-4 sm:grid-cols-2">
          <TemplateField path={at("org")} label="Organization" required />
          <TemplateField path={at("webhook")} label="Incoming webhook" required />
        </div>
        <PairsField path={at("payload")} label="Payload" noun="key" />
      </div>
    </SectionCard>
  );
}

function Kafka() {
  return (
    <SectionCard title="Message">
      <PairsField path={at("payload")} label="Payload" noun="key" description="What a consumer reads." />
    </SectionCard>
  );
}

function Upsert() {
  const { blueprints, definition } = useActionEditor();
  const blueprint = valueAt(definition, at("blueprintIdentifier"));
  return (
    <>
      <SectionCard title="Blueprint">
        <SelectAt
          path={at("blueprintIdentifier")}
          label="Of what the entity is"
          required
          options={blueprints.map(({ identifier, title }) => ({ value: identifier, label: title }))}
        />
      </SectionCard>
      <MappingFields path={at("mapping")} blueprint={typeof blueprint === "string" ? blueprint : undefined} />
    </>
  );
}

function Unknown() {
  return (
    <SectionCard title="Backend" description="Of a kind that this version of the portal does not know.">
      <JsonField path={AT} label="Backend as JSON" />
    </SectionCard>
  );
}

const FIELDS: Partial<Record<InvocationKind, () => React.ReactNode>> = {
  WEBHOOK: Webhook,
  GITHUB: GitHub,
  INTEGRATION_ACTION: Integration,
  GITLAB: GitLab,
  AZURE_DEVOPS: Azure,
  KAFKA: Kafka,
  UPSERT_ENTITY: Upsert,
  GITOPS: Gitops,
  MANUAL: Manual,
};

/** Kinds of the format that this portal does not carry out, or whose own mapping is all that there is to say. */
const WITHOUT_MORE: ReadonlySet<InvocationKind> = new Set(["UPSERT_ENTITY", "KAFKA"]);

/** The fields of every backend but Terraform. */
export function OtherFields({ kind }: { kind: InvocationKind | undefined }) {
  const { definition } = useActionEditor();
  const Fields = (kind && FIELDS[kind]) ?? Unknown;
  return (
    <>
      <Fields />
      {kind && FIELDS[kind] && !WITHOUT_MORE.has(kind) && (
        <>
          <CarryOutFields kind={kind} />
          <MappingFields path={at("mapping")} blueprint={definition.trigger.blueprintIdentifier} optional />
        </>
      )}
    </>
  );
}
