"use client";

import { useQuery } from "@tanstack/react-query";
import { newCard, readCard } from "@/components/cost/card-draft";
import { RateCardFields } from "@/components/cost/rate-card-fields";
import type { CardInput } from "@/components/cost/rate-card-fields";
import { TryRateCard } from "@/components/cost/try-rate-card";
import { useBound } from "@/components/definition-editor/bound-fields";
import { useTRPC } from "@/components/trpc/provider";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { inputsOf } from "../action-draft";
import { useActionEditor } from "../editor-context";

const PLACE = ["rateCard"] as const;
type Kind = "none" | "own" | "shared";

const kindOf = (value: unknown): Kind =>
  typeof value !== "object" || value === null ? "none" : "shared" in value ? "shared" : "own";

/** What an action costs a month by its inputs: a card of its own, one that actions share, or what its plan says. */
export function CostTab() {
  const trpc = useTRPC();
  const { definition, issuesAt } = useActionEditor();
  const { value, set, error, id } = useBound(PLACE);
  const shared = useQuery(trpc.cost.rateCards.list.queryOptions());
  const kind = kindOf(value);
  const named = kind === "shared" ? String((value as { shared: unknown }).shared) : "";
  const card = readCard(value);
  const inputs: CardInput[] = Object.entries(inputsOf(definition)).map(([key, input]) => ({
    key,
    title: typeof input.title === "string" && input.title ? input.title : key,
    choices: Array.isArray(input.enum) ? input.enum.map(String) : [],
  }));
  const errorAt = (path: readonly (string | number)[]) =>
    issuesAt([...PLACE, ...path]).find((issue) => issue.path.length === PLACE.length + path.length)?.message;
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <Card className="grid gap-5 p-4">
        <Field
          id={id}
          label="What it costs a month"
          error={kind === "shared" ? undefined : error}
          description="An estimate, said with the form and to approvers, and held against budgets."
        >
          <RadioGroup<Kind>
            value={kind}
            onValueChange={(next) =>
              set(
                next === "none"
                  ? undefined
                  : next === "own"
                    ? newCard()
                    : { shared: shared.data?.[0]?.identifier ?? "" },
              )
            }
            options={[
              {
                value: "none",
                label: "By its plan",
                description:
                  "Resources of the plan by the price table; nothing is known before it is planned.",
              },
              { value: "own", label: "By a rate card of its own", description: "Its inputs become a price." },
              {
                value: "shared",
                label: "By a shared rate card",
                description: "One under Prices & quotas, which other actions have as well.",
              },
            ]}
          />
        </Field>
        {kind === "shared" && (
          <Field label="Rate card" required error={error}>
            <Select
              value={named}
              placeholder={shared.data?.length === 0 ? "There is none yet" : "Choose a rate card"}
              options={(shared.data ?? []).map(({ identifier, title }) => ({
                value: identifier,
                label: title,
              }))}
              onValueChange={(identifier) => set({ shared: identifier })}
            />
          </Field>
        )}
        {kind === "own" && <RateCardFields card={card} inputs={inputs} errorAt={errorAt} onChange={set} />}
      </Card>
      {kind === "own" && (
        <Card className="p-4">
          <TryRateCard card={card} inputs={inputs} />
        </Card>
      )}
    </div>
  );
}
