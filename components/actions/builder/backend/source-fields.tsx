"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { CircleCheck } from "lucide-react";
import { SelectAt, TextAt } from "@/components/definition-editor/bound-fields";
import { valueAt } from "@/components/definition-editor/path";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import type { SelectOption } from "@/components/ui/select";
import { useActionEditor } from "../editor-context";
import { canCheck, type SourceDraft, sourceDraft } from "./module-source";
import { moduleKey, useTemplateModule } from "./use-template-module";

const AT = ["invocationMethod", "source"] as const;

/** A module in a git repository, pinned to a commit, with a check that fetches it as a run would. */
export function SourceFields({ connections }: { connections: SelectOption[] }) {
  const { definition } = useActionEditor();
  const source = sourceDraft(valueAt(definition, AT));
  if (!source) return null;
  return (
    <>
      <div className="grid gap-4 sm:grid-cols-2">
        <TextAt
          className="sm:col-span-2"
          path={[...AT, "repository"]}
          label="Repository"
          required
          mono
          placeholder="https://git.example.com/platform/modules.git"
          description="Its address alone, without a user."
        />
        <TextAt
          path={[...AT, "commit"]}
          label="Commit"
          required
          mono
          placeholder="4f2c9a…"
          description="All 40 digits. A check finds the commit of a branch or a tag."
        />
        <TextAt
          path={[...AT, "folder"]}
          label="Folder"
          mono
          placeholder="database"
          description="Where the module lies. Empty: at the root."
        />
        <SelectAt
          path={[...AT, "connection"]}
          label="Credentials of"
          none="Nobody: the repository is public"
          description="A connection whose address the repository lies under."
          options={connections}
        />
      </div>
      <Check source={source} />
    </>
  );
}

function Check({ source }: { source: SourceDraft }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const { set } = useActionEditor();
  const known = useTemplateModule().data;
  const check = useMutation(
    trpc.pipelines.modules.check.mutationOptions({
      onSuccess: (checked, asked) => {
        queryClient.setQueryData(moduleKey({ ...source, ...asked, commit: checked.commit }), checked);
        if (checked.commit !== asked.commit) set([...AT, "commit"], checked.commit);
      },
    }),
  );
  const isOfThis =
    check.variables !== undefined &&
    moduleKey({ ...check.variables } as SourceDraft).join("\n") === moduleKey(source).join("\n");
  return (
    <div className="mt-4 grid justify-items-start gap-2">
      <Button loading={check.isPending} disabled={!canCheck(source)} onClick={() => check.mutate(source)}>
        Check module
      </Button>
      {known && "commit" in known && (
        <p role="status" className="text-success flex items-start gap-1.5">
          <CircleCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0 break-words">
            Found at <span className="font-mono">{known.commit.slice(0, 12)}</span>: {known.files}{" "}
            {known.files === 1 ? "file" : "files"}, {known.module.variables.length}{" "}
            {known.module.variables.length === 1 ? "variable" : "variables"}, {known.module.outputs.length}{" "}
            {known.module.outputs.length === 1 ? "output" : "outputs"}.
          </span>
        </p>
      )}
      {check.error && isOfThis && <FormError error={check.error} />}
    </div>
  );
}
