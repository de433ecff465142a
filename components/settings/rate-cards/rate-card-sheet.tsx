"use client";

import { useMutation } from "@tanstack/react-query";
import { useState } from "react";
import { FormSheet } from "@/components/forms/form-frame";
import { formFailure } from "@/components/forms/form-failure";
import { newCard, readCard } from "@/components/cost/card-draft";
import type { CardDraft } from "@/components/cost/card-draft";
import { RateCardFields } from "@/components/cost/rate-card-fields";
import { TryRateCard } from "@/components/cost/try-rate-card";
import { useTRPC } from "@/components/trpc/provider";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import type { SharedCard } from "./rate-card-list";

interface RateCardSheetProps {
  card: SharedCard | null;
  onClose: () => void;
  onSaved: (title: string) => void;
}

/** A shared rate card, and a trial of it. */
export function RateCardSheet({ card, onClose, onSaved }: RateCardSheetProps) {
  const trpc = useTRPC();
  const [identifier, setIdentifier] = useState(card?.identifier ?? "");
  const [title, setTitle] = useState(card?.title ?? "");
  const [draft, setDraft] = useState<CardDraft>(readCard(card?.card ?? newCard()));
  const save = useMutation(trpc.cost.rateCards.put.mutationOptions());
  const failure = formFailure(save.error, { fields: ["title", "identifier", "card"] });
  const submit = () => {
    save.mutate(
      { identifier, title, card: draft, ...(card && { revision: card.revision }) },
      { onSuccess: () => onSaved(title) },
    );
  };
  return (
    <FormSheet
      size="lg"
      title={card ? `Edit ${card.title}` : "New rate card"}
      description="How inputs become a price a month."
      submit="Save rate card"
      onSubmit={submit}
      onClose={onClose}
      save={save}
      failure={failure}
    >
      <Field label="Title" required error={failure.at("title")}>
        <Input value={title} placeholder="Databases" onChange={(event) => setTitle(event.target.value)} />
      </Field>
      <Field label="Identifier" required error={failure.at("identifier")}>
        <Input
          mono
          readOnly={card !== null}
          value={identifier}
          placeholder="databases"
          onChange={(event) => setIdentifier(event.target.value)}
        />
      </Field>
      <RateCardFields card={draft} onChange={setDraft} errorAt={(path) => failure.exactly("card", ...path)} />
      <TryRateCard card={draft} />
    </FormSheet>
  );
}
