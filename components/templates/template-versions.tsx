"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useState } from "react";
import { readFailure } from "@/components/states/domain-error";
import { EmptyState } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { Markdown } from "@/components/ui/markdown";
import { RelativeTime } from "@/components/ui/relative-time";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { toast } from "@/components/ui/toast";
import { compareVersions } from "@/server/pipelines/core/template-versions";
import type { TemplateItem, TemplateVersionItem } from "./template-types";

const DeprecateDialog = dynamic(() => import("./deprecate-dialog").then((module) => module.DeprecateDialog), {
  ssr: false,
});

/** The versions of a template, the newest first: how many instances each has, and what an administrator says of it. */
export function TemplateVersions({ template }: { template: TemplateItem }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [reading, setReading] = useState<TemplateVersionItem | null>(null);
  const [deprecating, setDeprecating] = useState<TemplateVersionItem | null>(null);
  const done = {
    onSuccess: () => client.invalidateQueries(trpc.templates.pathFilter()),
    onError: (error: unknown) =>
      toast.error("It could not be changed", { description: readFailure(error).message }),
  };
  const recommend = useMutation(trpc.templates.recommend.mutationOptions(done));
  const restore = useMutation(trpc.templates.restore.mutationOptions(done));
  const { slug } = template;
  if (template.versions.length === 0)
    return (
      <EmptyState size="inline" title="No version was taken in yet">
        Versions are taken in when a worker starts, and when a run loads the module.
      </EmptyState>
    );
  const versions = [...template.versions].sort((a, b) => compareVersions(b.version, a.version));
  return (
    <>
      <ul className="divide-y">
        {versions.map((one) => (
          <li key={one.version} className="flex flex-wrap items-center gap-x-3 gap-y-1.5 px-4 py-2.5">
            <Badge mono>{one.version}</Badge>
            {one.version === template.inFolder && <Badge>In its folder</Badge>}
            {one.draft && <Badge>Draft</Badge>}
            {one.recommended && <Badge tone="success">Recommended</Badge>}
            {one.status === "deprecated" && <Badge tone="danger">Deprecated</Badge>}
            <span className="text-muted-foreground text-xs">
              {formatCount(one.instances)} {one.instances === 1 ? "instance" : "instances"} · seen{" "}
              <RelativeTime value={one.firstSeenAt} />
              {one.mergedAt && (
                <>
                  {" "}
                  · merged <RelativeTime value={one.mergedAt} />
                </>
              )}
            </span>
            <span className="ml-auto flex flex-wrap gap-1.5">
              <Button size="sm" variant="ghost" onClick={() => setReading(one)}>
                Guide
              </Button>
              {one.status === "deprecated" ? (
                <Button size="sm" onClick={() => restore.mutate({ slug, version: one.version })}>
                  Take back
                </Button>
              ) : (
                <>
                  <Button
                    size="sm"
                    onClick={() => recommend.mutate({ slug, version: one.recommended ? null : one.version })}
                  >
                    {one.recommended ? "Recommend none" : "Recommend"}
                  </Button>
                  <Button size="sm" onClick={() => setDeprecating(one)}>
                    Deprecate
                  </Button>
                </>
              )}
            </span>
            {one.note && (
              <p className="text-muted-foreground w-full text-xs break-words">
                {one.note}
                {one.retireOn && ` To be left by ${one.retireOn}.`}{" "}
                {one.deprecatedBy && `(${one.deprecatedBy})`}
              </p>
            )}
          </li>
        ))}
      </ul>
      {reading && (
        <Sheet open onOpenChange={(open) => !open && setReading(null)}>
          <SheetContent size="lg" title={`${template.title} ${reading.version}`}>
            <Markdown level={3}>{reading.docs}</Markdown>
          </SheetContent>
        </Sheet>
      )}
      {deprecating && (
        <DeprecateDialog slug={slug} version={deprecating.version} onClose={() => setDeprecating(null)} />
      )}
    </>
  );
}
