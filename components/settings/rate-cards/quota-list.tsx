"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { focusFirstInvalid, formFailure } from "@/components/settings/teams/form-failure";
import { QueryState } from "@/components/states/query-state";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { ConfirmDialog } from "@/components/ui/alert-dialog";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { QuotaSubject } from "@/server/cost/schema";

/** How many entities of a blueprint a person or a team may have at once. */
export function QuotaList() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const query = useQuery(trpc.cost.quotas.list.queryOptions());
  const refresh = () => queryClient.invalidateQueries(trpc.cost.quotas.pathFilter());
  const remove = useMutation(trpc.cost.quotas.delete.mutationOptions({ onSuccess: refresh }));
  const [open, setOpen] = useState(false);
  return (
    <SectionCard
      title="Quotas"
      description="What is being made counts as well. A quota of one person or team goes before the one of each."
      padded={false}
      actions={
        <Button size="sm" aria-haspopup="dialog" onClick={() => setOpen(true)}>
          New quota
        </Button>
      }
    >
      <QueryState
        query={query}
        what="quotas"
        isEmpty={(quotas) => quotas.length === 0}
        empty={
          <p className="text-muted-foreground px-4 py-3">None: there may be as many as people ask for.</p>
        }
      >
        {(quotas) => (
          <ul className="divide-y">
            {quotas.map((quota) => (
              <li key={quota.id} className="flex flex-wrap items-center justify-between gap-2 px-4 py-2">
                <span className="min-w-0 break-words">
                  <span className="font-medium">{quota.title}</span>
                  <span className="text-muted-foreground block text-xs">
                    At most {quota.most} of <span className="font-mono">{quota.blueprint}</span> for{" "}
                    {quota.subject ?? `each ${quota.per === "user" ? "person" : "team"}`}
                  </span>
                </span>
                <ConfirmDialog
                  title={`Delete the quota "${quota.title}"?`}
                  description="There may be as many as people ask for from then on."
                  confirmLabel="Delete quota"
                  trigger={
                    <Button size="sm" variant="destructive-outline" aria-label={`Delete ${quota.title}`}>
                      Delete
                    </Button>
                  }
                  onConfirm={() => remove.mutateAsync({ id: quota.id })}
                />
              </li>
            ))}
          </ul>
        )}
      </QueryState>
      {open && (
        <QuotaDialog
          onClose={() => setOpen(false)}
          onSaved={async () => {
            setOpen(false);
            await refresh();
          }}
        />
      )}
    </SectionCard>
  );
}

function QuotaDialog({ onClose, onSaved }: { onClose: () => void; onSaved: () => void }) {
  const trpc = useTRPC();
  const formId = useId();
  const blueprints = useQuery(trpc.catalog.blueprints.list.queryOptions());
  const [title, setTitle] = useState("");
  const [blueprint, setBlueprint] = useState("");
  const [per, setPer] = useState<QuotaSubject>("user");
  const [subject, setSubject] = useState("");
  const [most, setMost] = useState("");
  const create = useMutation(trpc.cost.quotas.create.mutationOptions());
  const failure = formFailure(create.error, ["title", "blueprint", "per", "subject", "most"], "blueprint");
  const submit = () => {
    if (create.isPending) return;
    create.mutate(
      { title, blueprint, per, subject: subject.trim() || null, most: Number(most || "x") },
      { onSuccess: onSaved, onError: () => focusFirstInvalid(formId) },
    );
  };
  return (
    <Dialog open onOpenChange={(isOpen) => !isOpen && onClose()}>
      <DialogContent
        title="New quota"
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" form={formId} variant="primary" loading={create.isPending}>
              Create quota
            </Button>
          </>
        }
      >
        <form
          id={formId}
          noValidate
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Field label="Title" required error={failure.at("title")}>
            <Input
              value={title}
              placeholder="Environments by person"
              onChange={(event) => setTitle(event.target.value)}
            />
          </Field>
          <Field label="Blueprint" required error={failure.at("blueprint")}>
            <Select
              value={blueprint}
              placeholder="Choose a blueprint"
              onValueChange={setBlueprint}
              options={(blueprints.data ?? []).map((one) => ({
                value: one.identifier,
                label: one.title ?? one.identifier,
              }))}
            />
          </Field>
          <div className="grid grid-cols-2 gap-4">
            <Field label="For each" required error={failure.at("per")}>
              <Select
                value={per}
                onValueChange={setPer}
                options={[
                  { value: "user", label: "Person" },
                  { value: "team", label: "Team" },
                ]}
              />
            </Field>
            <Field label="At most" required error={failure.at("most")}>
              <Input
                inputMode="numeric"
                value={most}
                placeholder="3"
                onChange={(event) => setMost(event.target.value)}
              />
            </Field>
          </div>
          <Field
            label={per === "user" ? "Only for (e-mail)" : "Only for (team)"}
            error={failure.at("subject")}
            description="Empty: for each of them."
          >
            <Input value={subject} onChange={(event) => setSubject(event.target.value)} />
          </Field>
          <FormError error={failure.rest} />
        </form>
      </DialogContent>
    </Dialog>
  );
}
