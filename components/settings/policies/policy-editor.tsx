"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useLeaveGuard } from "@/components/properties/use-leave-guard";
import { AdminPage } from "@/components/settings/admin-page";
import { readFailure } from "@/components/states/domain-error";
import { SkeletonPage } from "@/components/states/loading";
import { QueryState } from "@/components/states/query-state";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Tabs, TabsList, TabsPanel, TabsTab } from "@/components/ui/tabs";
import { toast } from "@/components/ui/toast";
import { PolicyCommands } from "./policy-commands";
import { PolicyForm } from "./policy-form";
import { PolicyReference } from "./policy-reference";
import { PolicyStateBadge } from "./policy-state-badge";
import { emptyDefinition, identifierFrom, type PolicyView } from "./policy-types";
import { TryPanel } from "./try-panel";
import { usePolicyCheck } from "./use-policy-check";

const PastRuns = dynamic(() => import("./past-runs").then((module) => module.PastRuns));
const PolicyRevisions = dynamic(() => import("./policy-revisions").then((module) => module.PolicyRevisions));

/** A stored policy, to be changed. */
export function EditPolicy({ identifier }: { identifier: string }) {
  const trpc = useTRPC();
  const query = useQuery(trpc.policies.get.queryOptions({ identifier }));
  return (
    <QueryState query={query} what="the policy" size="page" skeleton={<SkeletonPage />}>
      {(policy) => <PolicyEditor key={policy.identifier} stored={policy} />}
    </QueryState>
  );
}

/** A policy with everything about it: its parts, a trial on one run and on many, and its revisions. `stored` null: a new one. */
export function PolicyEditor({ stored }: { stored: PolicyView | null }) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const [base, setBase] = useState(stored);
  const [definition, setDefinition] = useState(stored?.definition ?? emptyDefinition());
  const [typedName, setTypedName] = useState<string | null>(null);
  const [tab, setTab] = useState("definition");
  const [runId, setRunId] = useState<string | null>(null);
  const create = useMutation(trpc.policies.create.mutationOptions());
  const update = useMutation(trpc.policies.update.mutationOptions());
  const save = base ? update : create;
  const faults = usePolicyCheck(definition);
  const example = useQuery(
    trpc.policies.case.queryOptions({ runId: runId ?? "" }, { enabled: runId !== null, staleTime: Infinity }),
  );
  const identifier = base?.identifier ?? typedName ?? identifierFrom(definition.title);
  const dirty = JSON.stringify(definition) !== JSON.stringify(base?.definition ?? emptyDefinition());
  const guard = useLeaveGuard({ when: dirty && !save.isPending && !create.isSuccess, onUnload: true });
  const take = async (policy: PolicyView) => {
    setBase(policy);
    setDefinition(policy.definition);
    queryClient.setQueryData(trpc.policies.get.queryKey({ identifier: policy.identifier }), policy);
    await queryClient.invalidateQueries(trpc.policies.pathFilter());
  };
  const submit = async () => {
    if (save.isPending) return;
    try {
      if (base) {
        await take(
          await update.mutateAsync({
            identifier: base.identifier,
            definition: { ...definition },
            revision: base.revision,
          }),
        );
        toast.success("The policy was saved");
        return;
      }
      const made = await create.mutateAsync({ identifier, ...definition });
      await take(made);
      toast.success("The policy was saved as a draft");
      router.replace(`/settings/policies/${encodeURIComponent(made.identifier)}`);
    } catch {
      // What is wrong stands above the form and at its fields; the mutation keeps it.
      requestAnimationFrame(() => document.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
    }
  };
  const issues = save.error ? readFailure(save.error).issues : [];
  const title = base ? base.definition.title : "New policy";
  return (
    <AdminPage
      title={title}
      meta={
        base && (
          <>
            <PolicyStateBadge policy={base} />
            <span>
              Revision {base.revision}, changed by {base.updatedByName}{" "}
              <RelativeTime value={base.updatedAt} />
            </span>
            <span className="font-mono text-xs">{base.identifier}</span>
          </>
        )
      }
      breadcrumbs={[
        { label: "Settings" },
        { label: "Policies", href: "/settings/policies" },
        { label: title },
      ]}
      secondaryActions={base && <PolicyCommands policy={base} dirty={dirty} onChanged={take} />}
      action={
        <Button variant="primary" disabled={!dirty} loading={save.isPending} onClick={() => void submit()}>
          {base ? "Save" : "Save as draft"}
        </Button>
      }
    >
      {guard}
      <Tabs value={tab} onValueChange={setTab}>
        <TabsList label="Parts of the policy">
          <TabsTab value="definition">Definition</TabsTab>
          <TabsTab value="past">Against past runs</TabsTab>
          {base && <TabsTab value="revisions">Revisions</TabsTab>}
        </TabsList>
        <TabsPanel value="definition">
          <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_26rem]">
            <div className="grid min-w-0 gap-5">
              <FormError error={save.error} />
              <PolicyForm
                definition={definition}
                onChange={(part) => setDefinition((before) => ({ ...before, ...part }))}
                identifier={base ? null : { value: identifier, onChange: setTypedName }}
                faults={faults}
                issues={issues}
                inputs={Object.keys(example.data?.input.inputs ?? {})}
              />
            </div>
            <div className="grid min-w-0 gap-5">
              <TryPanel definition={definition} runId={runId} onRun={setRunId} />
              <PolicyReference />
            </div>
          </div>
        </TabsPanel>
        <TabsPanel value="past">
          <PastRuns
            definition={definition}
            identifier={base?.identifier ?? null}
            live={base?.state === "live"}
          />
        </TabsPanel>
        {base && (
          <TabsPanel value="revisions">
            <PolicyRevisions policy={base} dirty={dirty} onRestored={(policy) => void take(policy)} />
          </TabsPanel>
        )}
      </Tabs>
    </AdminPage>
  );
}
