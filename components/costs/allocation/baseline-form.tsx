"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { formFailure } from "@/components/forms/form-failure";
import { QueryState } from "@/components/states/query-state";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import type { Baseline } from "../cost-types";

/** What costs are measured against: months of before, a unit to divide by, and the name of what is to bring them down. */
export function BaselineForm() {
  const trpc = useTRPC();
  const query = useQuery(trpc.costs.baseline.get.queryOptions());
  return (
    <SectionCard
      title="Baseline of cost optimisation"
      description="The metric says what a unit costs now beside what it cost then. Without a baseline and an initiative it claims nothing."
    >
      <QueryState query={query} what="the baseline">
        {(baseline) => <Form key={baseline?.revision ?? 0} baseline={baseline} />}
      </QueryState>
    </SectionCard>
  );
}

function Form({ baseline }: { baseline: Baseline | null }) {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const units = useQuery(trpc.costs.units.list.queryOptions());
  const [form, setForm] = useState({
    unit: baseline?.unit ?? "services",
    currency: baseline?.currency ?? "",
    fromMonth: baseline?.fromMonth ?? "",
    untilMonth: baseline?.untilMonth ?? "",
    initiative: baseline?.initiative ?? "",
  });
  const set = useMutation(trpc.costs.baseline.set.mutationOptions());
  const remove = useMutation(trpc.costs.baseline.remove.mutationOptions());
  const refresh = () => queryClient.invalidateQueries(trpc.costs.baseline.pathFilter());
  const failure = formFailure(set.error, {
    fields: ["unit", "currency", "fromMonth", "untilMonth", "initiative"],
  });
  const text = (key: "currency" | "fromMonth" | "untilMonth" | "initiative", placeholder: string) => ({
    value: form[key],
    placeholder,
    onChange: (event: { target: { value: string } }) => setForm({ ...form, [key]: event.target.value }),
  });
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        set.mutate(
          { revision: baseline?.revision ?? 0, ...form, currency: form.currency.trim().toUpperCase() },
          {
            onSuccess: async () => {
              await refresh();
              toast.success("The baseline was saved");
            },
          },
        );
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2 lg:grid-cols-4">
        <Field label="Unit" error={failure.at("unit")}>
          <Select
            options={(units.data ?? []).map(({ identifier, title }) => ({ value: identifier, label: title }))}
            value={form.unit}
            onValueChange={(unit) => setForm({ ...form, unit })}
          />
        </Field>
        <Field label="Currency" required error={failure.at("currency")}>
          <Input {...text("currency", "EUR")} maxLength={3} />
        </Field>
        <Field label="First month" required error={failure.at("fromMonth")}>
          <Input {...text("fromMonth", "2026-01")} />
        </Field>
        <Field label="Last month" required error={failure.at("untilMonth")}>
          <Input {...text("untilMonth", "2026-03")} />
        </Field>
      </div>
      <Field
        label="Initiative"
        required
        error={failure.at("initiative")}
        description="What is done to bring costs down: a saving without one is chance."
      >
        <Input {...text("initiative", "Smaller machines for test environments")} />
      </Field>
      <FormError error={(set.error && failure.rest) ?? remove.error} />
      <div className="flex gap-2">
        <Button type="submit" variant="primary" loading={set.isPending}>
          Save baseline
        </Button>
        {baseline && (
          <Button
            loading={remove.isPending}
            onClick={() => remove.mutate(undefined, { onSuccess: () => void refresh() })}
          >
            Claim nothing
          </Button>
        )}
      </div>
    </form>
  );
}
