"use client";

import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useMemo, useState } from "react";
import { PropertyFields, PropertyFormStatus } from "@/components/properties/property-fields";
import { ReferenceOptionsContext } from "@/components/properties/fields/reference-options";
import { withoutPrefix } from "@/components/properties/form-values";
import { useLeaveGuard } from "@/components/properties/use-leave-guard";
import { usePropertyForm } from "@/components/properties/use-property-form";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import type { ActionFormModel } from "../action-types";
import { EffectPanel } from "./effect-panel";
import { newIdempotencyKey } from "./draft";
import { useDraft } from "./use-draft";

interface ActionFormProps {
  form: ActionFormModel;
  /** From the address; never sent by itself. */
  prefill: Record<string, unknown>;
}

/** The form of an action beside what it will do. */
export function ActionForm({ form, prefill }: ActionFormProps) {
  const trpc = useTRPC();
  const router = useRouter();
  const queryClient = useQueryClient();
  const { mutateAsync: execute } = useMutation(trpc.actions.execute.mutationOptions());
  const [sent, setSent] = useState(false);
  const [idempotencyKey, setIdempotencyKey] = useState(newIdempotencyKey);
  const values = useMemo(() => ({ ...form.values, ...prefill }), [form, prefill]);
  const name = form.operation === "DELETE" ? (form.entity?.identifier ?? null) : null;
  const confirmation = useConfirmation(name);

  const model = usePropertyForm({
    set: form.userInputs,
    scope: "input",
    values,
    mapIssues: (issues) => withoutPrefix(issues, "properties"),
    onSubmit: async (properties) => {
      const { runId } = await execute({
        identifier: form.identifier,
        properties,
        ...(form.entity && { entity: form.entity.identifier }),
        idempotencyKey,
      });
      setSent(true);
      draft.discard();
      await queryClient.invalidateQueries(trpc.runs.list.queryFilter());
      toast.success(`${form.title} was requested`);
      router.push(`/runs/${encodeURIComponent(runId)}`);
    },
  });
  const draft = useDraft({
    model,
    name: `${form.identifier}:${form.entity?.identifier ?? ""}`,
    fingerprint: `${form.revision}:${JSON.stringify(prefill)}`,
    idempotencyKey,
    setIdempotencyKey,
  });
  const guard = useLeaveGuard({ when: model.isDirty && !sent, onDiscard: draft.discard });
  /** The inputs speak first; the confirmation is the last thing asked. */
  const send = async () => {
    if (name === null || confirmation.holds) await model.submit();
    else if (await model.submit({ checkOnly: true })) confirmation.refuse();
  };
  const destructive = form.operation === "DELETE";
  const verb = form.submitText ?? (form.approval ? "Request approval" : form.title);

  return (
    <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_22rem]">
      <form
        aria-label={form.title}
        noValidate
        className="grid gap-5"
        onSubmit={(event) => {
          event.preventDefault();
          void send();
        }}
      >
        {draft.restored && (
          <div
            role="status"
            className="bg-muted flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border px-3 py-2 text-sm"
          >
            <span className="min-w-0 flex-1">Your draft was restored.</span>
            <Button size="sm" onClick={draft.startOver}>
              Start over
            </Button>
          </div>
        )}
        <Card className="grid gap-6 px-5 py-5">
          <ReferenceOptionsContext value={{ teams: form.options.teams }}>
            {model.keys.length > 0 ? (
              <PropertyFields model={model} />
            ) : (
              <p className="text-muted-foreground">This action asks for nothing more.</p>
            )}
          </ReferenceOptionsContext>
          {name !== null && (
            <Field
              id={confirmation.id}
              required
              label={
                <>
                  Type{" "}
                  <span className="bg-muted rounded-xs px-1 py-0.5 font-mono text-xs select-all">{name}</span>{" "}
                  to confirm
                </>
              }
              description="What this destroys cannot be brought back."
              error={confirmation.error}
            >
              <Input
                mono
                required={false}
                value={confirmation.typed}
                onChange={(event) => confirmation.setTyped(event.target.value)}
              />
            </Field>
          )}
        </Card>
        <PropertyFormStatus model={model} />
        <div className="flex flex-wrap items-center gap-3">
          <Button
            type="submit"
            size="lg"
            variant={destructive ? "destructive" : "primary"}
            loading={model.submitting || sent}
          >
            {verb}
          </Button>
          <p className="text-muted-foreground text-xs">
            {form.approval
              ? "You see the plan first; nothing is changed before it is approved."
              : "The plan is shown on the run’s page."}
          </p>
        </div>
        {guard}
      </form>
      <EffectPanel form={form} model={model} />
    </div>
  );
}

const CONFIRM_ID = "confirm-name";

/** The name that has to be typed before something is destroyed. */
function useConfirmation(name: string | null) {
  const [typed, setTyped] = useState("");
  const [error, setError] = useState<string>();
  return {
    id: CONFIRM_ID,
    typed,
    error,
    setTyped: (next: string) => {
      setTyped(next);
      setError(undefined);
    },
    holds: typed.trim() === name,
    refuse: () => {
      setError("That is not the name. Type it exactly as shown.");
      document.getElementById(CONFIRM_ID)?.focus();
    },
  };
}
