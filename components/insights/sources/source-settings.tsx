"use client";

import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { readFailure } from "@/components/states/domain-error";
import { QueryState } from "@/components/states/query-state";
import { FormError } from "@/components/states/states";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { SectionCard } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import type { InsightSettings } from "@/server/insights/schema";

/** What the figures take for granted: time zone, production, and how incidents and hotfixes are told. */
export function SourceSettings() {
  const trpc = useTRPC();
  const query = useQuery(trpc.insights.settings.queryOptions());
  return (
    <SectionCard title="Settings" description="A change applies to all events, the old ones among them.">
      <QueryState query={query} what="settings">
        {(settings) => <SettingsForm key={JSON.stringify(settings)} settings={settings} />}
      </QueryState>
    </SectionCard>
  );
}

const FIELDS = [
  ["timeZone", "Time zone", "Days, weeks and months begin by its clock, such as Europe/Berlin."],
  ["serviceBlueprint", "Blueprint of services", "Its entities are the services that figures are about."],
  ["productionEnvironments", "Production environments", "Separate names with commas."],
  [
    "incidentWindowHours",
    "Hours between deployment and incident",
    "An incident that names no deployment is put down to the last one within them.",
  ],
  ["hotfixLabels", "Labels of hotfixes", "Separate names with commas."],
  ["hotfixBranches", "Branches of hotfixes", "How their names begin, separated by commas."],
  [
    "uptimeTarget",
    "Uptime target, %",
    "Of its minutes in a month, without planned maintenance. The error budget is the rest.",
  ],
] as const;

const NUMBERS: Partial<Record<string, "numeric" | "decimal">> = {
  incidentWindowHours: "numeric",
  uptimeTarget: "decimal",
};

/** Per cent of a share and back, without the digits that a binary fraction adds. */
const percentOf = (share: number) => Math.round(share * 1e7) / 1e5;
const shareOf = (percent: string) => Math.round(Number(percent) * 1e5) / 1e7;

const listOf = (text: string): string[] =>
  text
    .split(",")
    .map((part) => part.trim())
    .filter((part) => part !== "");

function SettingsForm({ settings }: { settings: InsightSettings }) {
  const trpc = useTRPC();
  const client = useQueryClient();
  const [values, setValues] = useState<Record<string, string>>(() =>
    Object.fromEntries(
      FIELDS.map(([key]) => {
        const value = settings[key];
        const shown = key === "uptimeTarget" ? percentOf(settings[key]) : value;
        return [key, Array.isArray(shown) ? shown.join(", ") : String(shown)];
      }),
    ),
  );
  const save = useMutation(
    trpc.insights.updateSettings.mutationOptions({
      onSuccess: async () => {
        toast.success("The settings are saved");
        await client.invalidateQueries(trpc.insights.settings.queryFilter());
      },
    }),
  );
  const issues = save.error ? readFailure(save.error).issues : [];
  const faultOf = (key: string) => issues.find(({ path }) => path[0] === key)?.message;
  const text = (key: (typeof FIELDS)[number][0]) => values[key] ?? "";
  return (
    <form
      className="grid gap-4"
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate({
          ...settings,
          timeZone: text("timeZone").trim(),
          serviceBlueprint: text("serviceBlueprint"),
          productionEnvironments: listOf(text("productionEnvironments")),
          incidentWindowHours: Number(text("incidentWindowHours")),
          hotfixLabels: listOf(text("hotfixLabels")),
          hotfixBranches: listOf(text("hotfixBranches")),
          uptimeTarget: shareOf(text("uptimeTarget").replace(",", ".")),
        });
      }}
    >
      <div className="grid gap-4 sm:grid-cols-2">
        {FIELDS.map(([key, label, description]) => {
          const fault = faultOf(key);
          return (
            <Field key={key} label={label} description={description} {...(fault ? { error: fault } : {})}>
              <Input
                value={text(key)}
                inputMode={NUMBERS[key] ?? "text"}
                onChange={(event) => setValues((before) => ({ ...before, [key]: event.target.value }))}
              />
            </Field>
          );
        })}
      </div>
      {save.error && issues.length === 0 && <FormError error={save.error} />}
      <Button type="submit" variant="primary" className="justify-self-start" loading={save.isPending}>
        Save settings
      </Button>
    </form>
  );
}
