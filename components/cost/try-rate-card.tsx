"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useEffect, useState } from "react";
import { useTRPC } from "@/components/trpc/provider";
import { Field, Fieldset } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { rateCardSchema } from "@/server/cost/core/price-schemas";
import type { CardDraft } from "./card-draft";
import { EstimateView } from "./estimate-view";
import type { CardInput } from "./rate-card-fields";

const SETTLE_MS = 350;

/** Tries a rate card with values, without saving it. */
export function TryRateCard({ card, inputs }: { card: CardDraft; inputs?: readonly CardInput[] }) {
  const trpc = useTRPC();
  const [values, setValues] = useState<Record<string, string>>({});
  const [environment, setEnvironment] = useState("");
  const keys = [
    ...new Set(card.lines.flatMap((line) => (line.type === "base" || !line.input ? [] : [line.input]))),
  ];
  const parsed = rateCardSchema.safeParse(card);
  const asked = JSON.stringify({
    card: parsed.success ? parsed.data : null,
    inputs: Object.fromEntries(keys.flatMap((key) => (values[key] ? [[key, values[key]]] : []))),
    environment: environment.trim() || null,
  });
  const [settled, setSettled] = useState(asked);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(asked), SETTLE_MS);
    return () => clearTimeout(timer);
  }, [asked]);
  const input = JSON.parse(settled) as {
    card: unknown;
    inputs: Record<string, unknown>;
    environment: string | null;
  };
  const query = useQuery(
    trpc.cost.rateCards.try.queryOptions(input, {
      enabled: input.card !== null,
      placeholderData: keepPreviousData,
      retry: false,
    }),
  );
  return (
    <Fieldset legend="Try it" description="With values as a form would send them. Nothing is saved.">
      <div className="grid gap-3">
        {keys.map((key) => (
          <Field key={key} label={inputs?.find((one) => one.key === key)?.title ?? key}>
            <Input
              value={values[key] ?? ""}
              onChange={(event) => setValues({ ...values, [key]: event.target.value })}
            />
          </Field>
        ))}
        <Field label="Environment">
          <Input
            value={environment}
            placeholder="production"
            onChange={(event) => setEnvironment(event.target.value)}
          />
        </Field>
        <div aria-live="polite">
          {!parsed.success ? (
            <p className="text-muted-foreground">Complete the prices to try the card.</p>
          ) : (
            query.data && <EstimateView estimate={query.data} />
          )}
        </div>
      </div>
    </Fieldset>
  );
}
