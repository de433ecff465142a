"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { formFailure } from "@/components/forms/form-failure";
import { FormDialog } from "@/components/forms/form-frame";
import { useTRPC } from "@/components/trpc/provider";
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
  const { blueprint, entity, can } = lifetime;
  const [way, setWay] = useState<Way>(can.extend ? "by" : "keep");
  const [by, setBy] = useState("4h");
  const [until, setUntil] = useState("");
  const [reason, setReason] = useState("");
  const change = useMutation(trpc.lifetimes.change.mutationOptions());
  const keep = useMutation(trpc.lifetimes.keep.mutationOptions());
  const save = way === "keep" ? keep : change;
  const failure = formFailure(save.error, { fields: ["by", "until", "reason"] });
  const submit = () => {
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
    <FormDialog
      title={`When ${lifetime.title ?? entity} ends`}
      description={
        lifetime.latestAt
          ? `Within its maximum: ${new Date(lifetime.latestAt).toLocaleString()} at the latest${can.exceed ? ", which you may exceed" : ""}.`
          : "There is no bound."
      }
      submit={way === "keep" ? "Keep it" : "Change its end"}
      onSubmit={submit}
      onClose={onClose}
      save={save}
      failure={failure}
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
          error={failure.at("by")}
          description="A duration, such as 90m, 4h, 1d or 1d12h."
        >
          <Input mono value={by} onChange={(event) => setBy(event.target.value)} />
        </Field>
      )}
      {way === "until" && (
        <Field label="At" required error={failure.at("until")} description="In your time zone.">
          <Input type="datetime-local" value={until} onChange={(event) => setUntil(event.target.value)} />
        </Field>
      )}
      <Field label="Reason" required error={failure.at("reason")} description="It stands in the audit log.">
        <Textarea maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} />
      </Field>
    </FormDialog>
  );
}

/** What a control for date and time gives, as an instant; what it does not give is left for the server to name. */
function instant(local: string): string {
  const at = new Date(local);
  return Number.isNaN(at.getTime()) ? local : at.toISOString();
}
