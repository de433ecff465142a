"use client";

import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { PlanView } from "@/components/runs/plan-view";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import type { VersionRow } from "./workspace-types";

interface VersionDiffProps {
  workspaceId: string;
  versions: readonly VersionRow[];
  version: number;
  onClose: () => void;
}

/** What one version changed of another; at first, of the one before it. */
export function VersionDiff({ workspaceId, versions, version, onClose }: VersionDiffProps) {
  const trpc = useTRPC();
  const before = versions.find((other) => other.version < version)?.version ?? null;
  const [from, setFrom] = useState<number | null>(before);
  const query = useQuery(trpc.runs.workspaces.diff.queryOptions({ workspaceId, from, to: version }));
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent
        size="lg"
        title={`Changes of version ${version}`}
        description="Resources and attributes; sensitive values never leave the server."
      >
        <div className="grid gap-4">
          <Field label="Compared with">
            <Select
              value={from === null ? "" : String(from)}
              onValueChange={(value) => setFrom(value === "" ? null : Number(value))}
              options={[
                { value: "", label: "Nothing: all that is in it" },
                ...versions
                  .filter((other) => other.version !== version)
                  .map((other) => ({
                    value: String(other.version),
                    label: `Version ${other.version}, serial ${other.serial}`,
                  })),
              ]}
            />
          </Field>
          <QueryState query={query} what="the changes">
            {(diff) => (
              <Card>
                <PlanView
                  plan={{ ...diff, terraformVersion: "" }}
                  nothing="Both versions have the same resources and outputs."
                  note={from === null ? `All of version ${version}.` : `From version ${from} to ${version}.`}
                />
              </Card>
            )}
          </QueryState>
        </div>
      </SheetContent>
    </Sheet>
  );
}
