"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { StatusBadge } from "@/components/ui/status-badge";
import { Switch } from "@/components/ui/switch";
import { approvalRulesSchema } from "@/server/approvals/core/definition";
import { useActionEditor } from "../../editor-context";

const APPLIES = {
  yes: { tone: "success", icon: "check", word: "Applies" },
  maybe: { tone: "warning", icon: "clock", word: "Its jq decides" },
  no: { tone: "neutral", icon: "stop", word: "Does not apply" },
} as const;

/** "Who would have to approve?", for an example of a request. */
export function RulesTrial({ rules }: { rules: unknown }) {
  const trpc = useTRPC();
  const { definition } = useActionEditor();
  const teams = useQuery(trpc.identity.teams.list.queryOptions());
  const people = useQuery(trpc.identity.users.list.queryOptions());
  const [example, setExample] = useState({
    environment: "production",
    owningTeam: "",
    monthlyCost: "",
    destructive: false,
    requester: "",
  });
  const parsed = approvalRulesSchema.safeParse(rules);
  const operation = (definition.trigger.operation ?? "DAY-2") as "CREATE" | "DAY-2" | "DELETE";
  const trial = useQuery(
    trpc.approvals.tryRules.queryOptions(
      { rules: parsed.data ?? [], example: { ...example, operation } },
      { enabled: parsed.success, placeholderData: keepPreviousData, retry: false },
    ),
  );
  const set = (part: Partial<typeof example>) => setExample((before) => ({ ...before, ...part }));
  return (
    <section aria-label="Who would have to approve?" className="grid gap-4 border-t pt-4">
      <h4 className="font-medium">Who would have to approve?</h4>
      <div className="grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
        <Field label="Environment">
          <Input value={example.environment} onChange={(event) => set({ environment: event.target.value })} />
        </Field>
        <Field label="Owning team">
          <Select
            value={example.owningTeam}
            options={[
              { value: "", label: "None" },
              ...(teams.data ?? []).map(({ identifier, title }) => ({ value: identifier, label: title })),
            ]}
            onValueChange={(owningTeam) => set({ owningTeam })}
          />
        </Field>
        <Field label="Requested by">
          <Select
            value={example.requester}
            options={[
              { value: "", label: "Anybody" },
              ...(people.data ?? []).map(({ email, name }) => ({ value: email, label: name })),
            ]}
            onValueChange={(requester) => set({ requester })}
          />
        </Field>
        <Field label="Monthly cost">
          <Input
            inputMode="decimal"
            placeholder="Not estimated"
            value={example.monthlyCost}
            onChange={(event) => set({ monthlyCost: event.target.value })}
          />
        </Field>
        <Field label="Destroys something" orientation="inline">
          <Switch checked={example.destructive} onCheckedChange={(destructive) => set({ destructive })} />
        </Field>
      </div>
      {!parsed.success && (
        <p className="text-muted-foreground text-sm">Mend the rules above, and the answer appears here.</p>
      )}
      <FormError error={trial.error} />
      {parsed.success && trial.data && (
        <ul aria-label="Answer" className="grid gap-3">
          {trial.data.map((rule, i) => (
            <li key={i} className="grid gap-1">
              <p className="flex flex-wrap items-center gap-2 font-medium">
                {rule.title}
                <StatusBadge
                  tone={APPLIES[rule.applies].tone}
                  icon={APPLIES[rule.applies].icon}
                  variant="plain"
                >
                  {APPLIES[rule.applies].word}
                </StatusBadge>
              </p>
              {rule.applies !== "no" &&
                rule.stages.map((stage, n) => (
                  <p key={n} className="text-muted-foreground text-xs">
                    {stage.title}: {stage.needed} of{" "}
                    {stage.people.map((person) => person.name).join(", ") || "nobody"}
                    {stage.open && ", and those whom the request names"}.
                    {!stage.open && stage.needed !== "ALL" && stage.people.length < stage.needed && (
                      <strong className="text-danger font-medium">
                        {" "}
                        Too few: the request would be refused.
                      </strong>
                    )}
                  </p>
                ))}
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}
