"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { FileUp } from "lucide-react";
import dynamic from "next/dynamic";
import { useId, useState } from "react";
import type { EditorIssue } from "@/components/code/json-editor";
import { JsonEditor } from "@/components/code/json-editor";
import { readFailure } from "@/components/states/domain-error";
import { FormError, PartialState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { formatBytes, formatCount } from "@/components/ui/format";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
import type { BundlePlan } from "@/server/bundle/schema";
import { changeCount } from "./plan-steps";
import { PlanView } from "./plan-view";

const ConfirmDialog = dynamic(
  () => import("@/components/ui/alert-dialog").then((module) => module.ConfirmDialog),
  {
    ssr: false,
  },
);

/** A longer text is not put into the editor, which numbers every line. */
const EDITABLE_CHARACTERS = 400_000;

type BundleDocument = Record<string, unknown>;
interface Planned {
  plan: BundlePlan;
  document: BundleDocument;
  prune: boolean;
  done: boolean;
}

/** Takes a bundle from a file or as text, shows what it would do, and does it after a confirmation. */
export function ImportBundle() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const id = useId();
  const [text, setText] = useState("");
  const [fileName, setFileName] = useState<string | null>(null);
  const [prune, setPrune] = useState(false);
  const [issues, setIssues] = useState<EditorIssue[]>([]);
  const [failure, setFailure] = useState<unknown>(null);
  const [planned, setPlanned] = useState<Planned | null>(null);
  const [asking, setAsking] = useState(false);
  const plan = useMutation(trpc.bundle.plan.mutationOptions());
  const apply = useMutation(trpc.bundle.applyPlan.mutationOptions());

  const change = (next: string, name: string | null) => {
    setText(next);
    setFileName(name);
    // A plan is of one exact text.
    setPlanned(null);
    setIssues([]);
    setFailure(null);
  };

  const showIssues = async (found: { path: (string | number)[]; message: string }[]) => {
    const { lineOfPath } = await import("@/components/code/json-position");
    setIssues(found.map((issue) => ({ ...issue, line: lineOfPath(text, issue.path) })));
  };

  const look = async () => {
    setPlanned(null);
    setIssues([]);
    setFailure(null);
    const { parseText } = await import("@/components/code/parse-document");
    const { value, fault } = parseText(text, /^\s*\{/.test(text) ? "json" : "yaml");
    if (fault || typeof value !== "object" || value === null || Array.isArray(value)) {
      setIssues([
        {
          path: [],
          message: fault?.message ?? "A bundle is an object with version, blueprints and more.",
          line: fault?.line ?? 1,
        },
      ]);
      return;
    }
    const document = value as BundleDocument;
    try {
      const found = await plan.mutateAsync({ bundle: document, prune });
      await showIssues(found.issues);
      setPlanned({ plan: found, document, prune, done: false });
    } catch (error) {
      const { issues: refused } = readFailure(error);
      await showIssues(refused);
      if (refused.length === 0) setFailure(error);
    }
  };

  const carryOut = async ({ document, prune: pruned }: Planned) => {
    const done = await apply.mutateAsync({ bundle: document, prune: pruned });
    setPlanned({ plan: done, document, prune: pruned, done: true });
    await queryClient.invalidateQueries();
    toast.success("The bundle was imported");
  };

  const ready = planned && !planned.done && planned.plan.issues.length === 0 && changeCount(planned.plan) > 0;
  const long = text.length > EDITABLE_CHARACTERS;
  return (
    <>
      <div className="grid min-w-0 gap-4">
        <div className="flex flex-wrap items-center gap-3">
          <label className="hover:bg-muted has-focus-visible:outline-ring bg-card relative inline-flex h-8 cursor-pointer items-center gap-2 rounded-md border px-3 text-sm font-medium has-focus-visible:outline-2">
            <FileUp aria-hidden className="size-4" /> Choose a file
            <input
              type="file"
              accept=".json,.yaml,.yml,application/json,application/yaml"
              className="absolute inset-0 cursor-pointer opacity-0"
              onChange={(event) => {
                const [file] = event.target.files ?? [];
                if (file) void file.text().then((content) => change(content, file.name));
                event.target.value = "";
              }}
            />
          </label>
          <span className="text-muted-foreground text-sm">
            {fileName
              ? `${fileName}, ${formatBytes(new Blob([text]).size)}`
              : "or paste a bundle below, as YAML or JSON."}
          </span>
        </div>
        {long ? (
          <Card className="text-muted-foreground p-4 text-sm">
            {formatCount(text.length)} characters are too many to edit here. They are used as they are.
          </Card>
        ) : (
          <JsonEditor
            id={`${id}-text`}
            label="The bundle, YAML or JSON"
            value={text}
            onChange={(next) => change(next, null)}
            issues={issues}
          />
        )}
        {long && issues.length > 0 && (
          <ul role="alert" className="text-danger grid gap-1 text-sm">
            {issues.slice(0, 20).map((issue, index) => (
              <li key={index}>
                {issue.line !== undefined && `Line ${issue.line}: `}
                {issue.path.join(".")} {issue.message}
              </li>
            ))}
          </ul>
        )}
        <FormError error={failure} />
        <div className="flex flex-wrap items-center justify-between gap-4">
          <Field
            label="Delete what the bundle does not have"
            orientation="inline"
            required
            description="Off, what it does not name stays as it is."
          >
            <Switch
              checked={prune}
              onCheckedChange={(next) => {
                setPrune(next);
                setPlanned(null);
              }}
            />
          </Field>
          <div className="flex gap-2">
            <Button
              variant={ready ? "secondary" : "primary"}
              disabled={text.trim() === ""}
              loading={plan.isPending}
              onClick={() => void look()}
            >
              Show what it would do
            </Button>
            {ready && (
              <Button variant="primary" onClick={() => setAsking(true)}>
                Import
              </Button>
            )}
          </div>
        </div>
      </div>
      {planned && (
        <section
          aria-label={planned.done ? "What was done" : "What it would do"}
          className="grid min-w-0 gap-3"
        >
          <h2 className="text-base font-semibold tracking-tight">
            {planned.done ? "What was done" : "What it would do"}
          </h2>
          {planned.plan.issues.length > 0 && (
            <PartialState>
              It would be refused for the faults above; the list is what it would do without them.
            </PartialState>
          )}
          {changeCount(planned.plan) === 0 && planned.plan.issues.length === 0 && (
            <p className="text-sm">Nothing: the portal is already as the bundle says.</p>
          )}
          <PlanView plan={planned.plan} done={planned.done} />
        </section>
      )}
      {planned && asking && (
        <ConfirmDialog
          open
          onOpenChange={(open) => !open && setAsking(false)}
          tone={planned.plan.counts.delete > 0 ? "destructive" : "primary"}
          title="Import this bundle?"
          description={`${formatCount(planned.plan.counts.create)} created, ${formatCount(planned.plan.counts.change)} changed, ${formatCount(planned.plan.counts.delete)} deleted: all of it, or nothing when anything is refused.`}
          confirmLabel={
            planned.plan.counts.delete > 0 ? `Import and delete ${planned.plan.counts.delete}` : "Import"
          }
          {...(planned.plan.counts.delete > 0 && { typeToConfirm: "delete" })}
          onConfirm={() => carryOut(planned)}
        />
      )}
    </>
  );
}
