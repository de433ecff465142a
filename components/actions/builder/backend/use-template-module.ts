"use client";

import { skipToken, useQuery } from "@tanstack/react-query";
import type { inferRouterOutputs } from "@trpc/server";
import { useTRPC } from "@/components/trpc/provider";
import { valueAt } from "@/components/definition-editor/path";
import type { AppRouter } from "@/server/api/root";
import { useActionEditor } from "../editor-context";
import { type SourceDraft, sourceDraft } from "./module-source";

export type CheckedModule = inferRouterOutputs<AppRouter>["pipelines"]["modules"]["check"];

/** Where the answer of a check is kept for everything that shows the module. */
export const moduleKey = ({ repository, commit, folder, connection }: SourceDraft) =>
  ["checked-module", repository, commit, folder ?? "", connection ?? ""] as const;

/** The module of Terraform with the variables and outputs that it declares: of the chosen template, or of a source once it was checked. */
export function useTemplateModule() {
  const trpc = useTRPC();
  const { definition } = useActionEditor();
  const slug = valueAt(definition, ["invocationMethod", "template"]);
  const isTerraform = valueAt(definition, ["invocationMethod", "type"]) === "TERRAFORM";
  const source = isTerraform ? sourceDraft(valueAt(definition, ["invocationMethod", "source"])) : null;
  const template = useQuery(
    trpc.pipelines.templates.get.queryOptions(
      { slug: typeof slug === "string" ? slug : "" },
      { enabled: isTerraform && !source && typeof slug === "string" && slug !== "", retry: false },
    ),
  );
  // Whoever edits asks for it: a git server is not asked at each key that is pressed.
  const checked = useQuery<CheckedModule>({
    queryKey: moduleKey(source ?? { repository: "", commit: "" }),
    queryFn: skipToken,
    staleTime: Infinity,
  });
  return source ? checked : template;
}
