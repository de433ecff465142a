"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { readFailure } from "@/components/states/domain-error";
import { ErrorState, FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { RelativeTime } from "@/components/ui/relative-time";
import { Skeleton } from "@/components/ui/skeleton";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import type { HookSummary } from "@/server/pipelines/core/inbound/hook-input";

const LABELS = {
  github: {
    name: "GitHub",
    event: "Workflow runs, pull requests and reviews, pushes, deployment statuses, Dependabot alerts",
    content: "application/json",
  },
  gitlab: {
    name: "GitLab",
    event: "Pipeline, merge request, push, deployment and issue events",
    content: "",
  },
  alertmanager: { name: "Alertmanager", event: "Alerts, with the secret as bearer token", content: "" },
  pagerduty: { name: "PagerDuty", event: "Incidents, by webhooks of version 3", content: "" },
  opsgenie: { name: "Opsgenie", event: "Alerts, with the secret in the header Authorization", content: "" },
  argocd: { name: "Argo CD", event: "Applications, with the secret as bearer token", content: "" },
  snyk: { name: "Snyk", event: "Issues, signed", content: "" },
  securityhub: { name: "Security Hub", event: "Findings, with the secret as API key", content: "" },
  ocsf: { name: "OCSF", event: "Findings of any scanner, with the secret as bearer token", content: "" },
} as const;

const OVERLAPS = [
  { value: "0", label: "Not at all" },
  { value: "24", label: "For a day" },
  { value: "168", label: "For a week" },
];

/** Vendors that tell us how their runs stand: where they send it, and the secret that they sign it with. */
export function Hooks() {
  const trpc = useTRPC();
  const query = useQuery(trpc.pipelines.hooks.list.queryOptions());
  const [open, setOpen] = useState<HookSummary | null>(null);
  return (
    <SectionCard
      title="Inbound hooks"
      description="With a hook a run ends as soon as its workflow or pipeline does. Without one the portal asks every two minutes."
    >
      {query.error ? (
        <ErrorState error={query.error} onRetry={() => void query.refetch()} />
      ) : !query.data ? (
        <Skeleton className="h-24" />
      ) : (
        <ul className="divide-y">
          {query.data.map((hook) => (
            <HookRow key={hook.backend} hook={hook} onOpen={() => setOpen(hook)} />
          ))}
        </ul>
      )}
      {open && <HookDialog hook={open} onClose={() => setOpen(null)} />}
    </SectionCard>
  );
}

function HookRow({ hook, onOpen }: { hook: HookSummary; onOpen: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const refresh = () => client.invalidateQueries(trpc.pipelines.hooks.list.queryFilter());
  const remove = useMutation(trpc.pipelines.hooks.delete.mutationOptions({ onSuccess: refresh }));
  const { name, event } = LABELS[hook.backend];
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-2 py-3">
      <div className="grid min-w-0 flex-1 gap-1">
        <span className="flex flex-wrap items-center gap-2 text-sm font-medium">
          {name}
          <Badge tone={hook.set ? "success" : "neutral"}>{hook.set ? "Secret is set" : "Not taken"}</Badge>
          {hook.previousUntil && hook.previousUntil > new Date() && (
            <span className="text-muted-foreground text-xs font-normal">
              the secret before counts until <RelativeTime value={hook.previousUntil} />
            </span>
          )}
        </span>
        <span className="text-muted-foreground text-xs break-all">
          {event} to <code>{hook.path}</code>
        </span>
      </div>
      <Button size="sm" onClick={onOpen} aria-label={`${hook.set ? "Replace" : "Set"} the secret of ${name}`}>
        {hook.set ? "Replace secret" : "Set secret"}
      </Button>
      {hook.set && (
        <ConfirmDialog
          title={`Take nothing more from ${name}?`}
          description="Its deliveries are refused from then on. Runs end when the portal asks."
          confirmLabel="Remove secret"
          trigger={
            <Button size="sm" variant="destructive-outline" aria-label={`Remove the secret of ${name}`}>
              Remove
            </Button>
          }
          onConfirm={async () => {
            await remove.mutateAsync({ backend: hook.backend });
            toast.success(`Deliveries of ${name} are refused`);
          }}
        />
      )}
    </li>
  );
}

function HookDialog({ hook, onClose }: { hook: HookSummary; onClose: () => void }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [secret, setSecret] = useState("");
  const [overlap, setOverlap] = useState("24");
  const { name, event } = LABELS[hook.backend];
  const save = useMutation(
    trpc.pipelines.hooks.set.mutationOptions({
      onSuccess: async () => {
        await client.invalidateQueries(trpc.pipelines.hooks.list.queryFilter());
        toast.success(`The secret of ${name} is set`);
        onClose();
      },
    }),
  );
  const issue = save.error
    ? readFailure(save.error).issues.find(({ path }) => path[0] === "secret")?.message
    : undefined;
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={`Secret of ${name}`}
        description={`Give the same one to the webhook at ${name}, with the address of the portal and ${hook.path}, for ${event.toLowerCase()}.`}
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button
              variant="primary"
              loading={save.isPending}
              onClick={() => save.mutate({ backend: hook.backend, secret, overlapHours: Number(overlap) })}
            >
              Set secret
            </Button>
          </>
        }
      >
        <div className="grid gap-4">
          <Field
            label="Secret"
            required
            error={issue}
            description="At least 16 characters. It is not shown again."
          >
            <Input
              mono
              autoComplete="off"
              value={secret}
              onChange={(event_) => setSecret(event_.target.value)}
              suffix={
                <Button size="sm" variant="ghost" onClick={() => setSecret(randomSecret())}>
                  Generate
                </Button>
              }
            />
          </Field>
          {hook.set && (
            <Field label="The secret before counts on">
              <Select value={overlap} options={OVERLAPS} onValueChange={setOverlap} />
            </Field>
          )}
          {save.error && !issue && <FormError error={save.error} />}
        </div>
      </DialogContent>
    </Dialog>
  );
}

/** 32 random bytes in hex. */
const randomSecret = (): string =>
  [...crypto.getRandomValues(new Uint8Array(32))].map((byte) => byte.toString(16).padStart(2, "0")).join("");
