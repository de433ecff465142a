"use client";

import { useMutation } from "@tanstack/react-query";
import { useId, useState } from "react";
import { newCard, readCard } from "@/components/cost/card-draft";
import type { CardDraft } from "@/components/cost/card-draft";
import { RateCardFields } from "@/components/cost/rate-card-fields";
import { TryRateCard } from "@/components/cost/try-rate-card";
import { focusFirstInvalid } from "@/components/settings/teams/form-failure";
import { readFailure } from "@/components/states/domain-error";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import type { SharedCard } from "./rate-card-list";

interface RateCardSheetProps {
  card: SharedCard | null;
  onClose: () => void;
  onSaved: (title: string) => void;
}

/** A shared rate card, and a trial of it. */
export function RateCardSheet({ card, onClose, onSaved }: RateCardSheetProps) {
  const trpc = useTRPC();
  const formId = useId();
  const [identifier, setIdentifier] = useState(card?.identifier ?? "");
  const [title, setTitle] = useState(card?.title ?? "");
  const [draft, setDraft] = useState<CardDraft>(readCard(card?.card ?? newCard()));
  const save = useMutation(trpc.cost.rateCards.put.mutationOptions());
  const issues = save.error ? readFailure(save.error).issues : [];
  const errorAt = (...path: (string | number)[]) =>
    issues.find(
      (issue) =>
        issue.path.length === path.length && path.every((step, n) => String(step) === String(issue.path[n])),
    )?.message;
  const submit = () => {
    if (save.isPending) return;
    save.mutate(
      { identifier, title, card: draft, ...(card && { revision: card.revision }) },
      { onSuccess: () => onSaved(title), onError: () => focusFirstInvalid(formId) },
    );
  };
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent
        size="lg"
        title={card ? `Edit ${card.title}` : "New rate card"}
        description="How inputs become a price a month."
        footer={
          <>
            <Button onClick={onClose}>Cancel</Button>
            <Button type="submit" form={formId} variant="primary" loading={save.isPending}>
              Save rate card
            </Button>
          </>
        }
      >
        <form
          id={formId}
          noValidate
          className="grid gap-5"
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <Field label="Title" required error={errorAt("title")}>
            <Input value={title} placeholder="Databases" onChange={(event) => setTitle(event.target.value)} />
          </Field>
          <Field label="Identifier" required error={errorAt("identifier")}>
            <Input
              mono
              readOnly={card !== null}
              value={identifier}
              placeholder="databases"
              onChange={(event) => setIdentifier(event.target.value)}
            />
          </Field>
          <RateCardFields card={draft} onChange={setDraft} errorAt={(path) => errorAt("card", ...path)} />
          <TryRateCard card={draft} />
          {issues.length === 0 && <FormError error={save.error} />}
        </form>
      </SheetContent>
    </Sheet>
  );
}
