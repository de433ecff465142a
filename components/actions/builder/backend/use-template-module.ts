"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import { valueAt } from "@/components/definition-editor/path";
import { useActionEditor } from "../editor-context";

/** The chosen template of Terraform with the variables and outputs that its module declares. */
export function useTemplateModule() {
  const trpc = useTRPC();
  const { definition } = useActionEditor();
  const slug = valueAt(definition, ["invocationMethod", "template"]);
  const isTerraform = valueAt(definition, ["invocationMethod", "type"]) === "TERRAFORM";
  return useQuery(
    trpc.pipelines.templates.get.queryOptions(
      { slug: typeof slug === "string" ? slug : "" },
      { enabled: isTerraform && typeof slug === "string" && slug !== "", retry: false },
    ),
  );
}
