"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useId, useState } from "react";
import { readFailure } from "@/components/states/domain-error";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { LifetimeDetail } from "./lifetime-types";

interface ChangeLifetimeProps {
  lifetime: Pick<LifetimeDetail, "blueprint" | "entity" | "title" | "latestAt" | "can">;
  onClose: () => void;
}

type Way = "by" | "until" | "keep";

/** Extends, shortens or keeps what ends by itself, with a reason. */
export function ChangeLifetime({ lifetime, onClose }: ChangeLifetimeProps) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const formId = useId();
  const { blueprint, entity, can } = lifetime;
  const [way, setWay] = useState<Way>(can.extend ? "by" : "keep");
  const [by, setBy] = useState("4h");
  const [until, setUntil] = useState("");
  const [reason, setReason] = useState("");
  const change = useMutation(trpc.lifetimes.change.mutationOptions());
  const keep = useMutation(trpc.lifetimes.keep.mutationOptions());
  const save = way === "keep" ? keep : change;
  const issues = save.error ? readFailure(save.error).issues : [];
  const issueAt = (field: string) => issues.find((issue) => issue.path[0] === field)?.message;
  const submit = () => {
    if (save.isPending) return;
    const options = {
      onSuccess: async () => {
        toast.success(way === "keep" ? "It is kept" : "It has another end");
        await client.invalidateQueries(trpc.lifetimes.pathFilter());
        onClose();
      },
    };
    const of = { blueprint, entity, reason };
    if (way === "keep") keep.mutate(of, options);
    // The reader's own zone is what they typed the time in.
    else change.mutate(way === "by" ? { ...of, by } : { ...of, until: instant(until) }, options);
  };
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()}>
      <DialogContent
        title={`When ${lifetime.title ?? entity} ends`}
        description={
          lifetime.latestAt
            ? `Within its maximum: ${new Date(lifetime.latestAt).toLocaleString()} at the latest${can.exceed ? ", which you may exceed" : ""}.`
            : "There is no bound."
        }
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" form={formId} variant="primary" loading={save.isPending}>
              {way === "keep" ? "Keep it" : "Change its end"}
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
          <Field label="What to do">
            <Select
              value={way}
              onValueChange={(value) => setWay(value as Way)}
              options={[
                ...(can.extend
                  ? [
                      { value: "by", label: "Extend it" },
                      { value: "until", label: "End it at a time" },
                    ]
                  : []),
                ...(can.keep ? [{ value: "keep", label: "Keep it: no end" }] : []),
              ]}
            />
          </Field>
          {way === "by" && (
            <Field
              label="By"
              required
              error={issueAt("by")}
              description="A duration, such as 90m, 4h, 1d or 1d12h."
            >
              <Input mono value={by} onChange={(event) => setBy(event.target.value)} />
            </Field>
          )}
          {way === "until" && (
            <Field label="At" required error={issueAt("until")} description="In your time zone.">
              <Input type="datetime-local" value={until} onChange={(event) => setUntil(event.target.value)} />
            </Field>
          )}
          <Field label="Reason" required error={issueAt("reason")} description="It stands in the audit log.">
            <Textarea maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
          </Field>
          {!issues.length && <FormError error={save.error} />}
        </form>
      </DialogContent>
    </Dialog>
  );
}

/** What a control for date and time gives, as an instant; what it does not give is left for the server to name. */
function instant(local: string): string {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? local : at.toISOString();
}
