"use client";

import { useQuery } from "@tanstack/react-query";
import { useTRPC } from "@/components/trpc/provider";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Fieldset } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Audience } from "@/server/surveys/schema";

/** What is filled in to send a survey; numbers as they are typed. */
export interface Sending {
  who: "everyone" | "teams" | "members" | "admins";
  teams: string[];
  percent: string;
  openDays: string;
  remindAfterDays: string;
}

export const SENDING: Sending = {
  who: "everyone",
  teams: [],
  percent: "100",
  openDays: "14",
  remindAfterDays: "4, 10",
};

/** What a procedure takes. */
export const sendingOf = ({ who, teams, percent, openDays, remindAfterDays }: Sending) => ({
  audience: {
    who:
      who === "everyone"
        ? { kind: "everyone" as const }
        : who === "teams"
          ? { kind: "teams" as const, teams }
          : { kind: "role" as const, role: who === "admins" ? ("admin" as const) : ("member" as const) },
    share: Number(percent) / 100,
  },
  openDays: Number(openDays),
  remindAfterDays: remindAfterDays
    .split(",")
    .map((day) => day.trim())
    .filter((day) => day !== "")
    .map(Number),
});

export const sendingFrom = (stored: {
  audience: Audience;
  openDays: number;
  remindAfterDays: number[];
}): Sending => {
  const { who, share } = stored.audience;
  return {
    who: who.kind === "role" ? (who.role === "admin" ? "admins" : "members") : who.kind,
    teams: who.kind === "teams" ? who.teams : [],
    percent: String(Math.round(share * 100)),
    openDays: String(stored.openDays),
    remindAfterDays: stored.remindAfterDays.join(", "),
  };
};

interface SendFieldsProps {
  survey: string;
  value: Sending;
  onChange: (value: Sending) => void;
  issueAt: (field: string) => string | undefined;
}

/** Who is asked, for how long, and when those who have not answered are reminded. */
export function SendFields({ survey, value, onChange, issueAt }: SendFieldsProps) {
  const trpc = useTRPC();
  const set = (over: Partial<Sending>) => onChange({ ...value, ...over });
  const { data: teams } = useQuery(trpc.identity.teams.list.queryOptions());
  return (
    <>
      <Field label="Who is asked" required error={issueAt("audience")}>
        <Select
          value={value.who}
          onValueChange={(who) => set({ who })}
          options={[
            { value: "everyone", label: "Everyone" },
            { value: "teams", label: "People of certain teams" },
            { value: "members", label: "Members" },
            { value: "admins", label: "Administrators" },
          ]}
        />
      </Field>
      {value.who === "teams" && (
        <Fieldset legend={<span className="text-sm font-medium">Teams</span>}>
          {(teams ?? []).map(({ identifier, title }) => (
            <Field key={identifier} label={title} orientation="inline">
              <Checkbox
                checked={value.teams.includes(identifier)}
                onCheckedChange={(checked) =>
                  set({
                    teams: checked
                      ? [...value.teams, identifier]
                      : value.teams.filter((team) => team !== identifier),
                  })
                }
              />
            </Field>
          ))}
        </Fieldset>
      )}
      <div className="grid gap-4 sm:grid-cols-2">
        <Field label="Share of each team" required description="Who was asked last time is asked last.">
          <Input
            type="number"
            min={1}
            max={100}
            suffix="%"
            value={value.percent}
            onChange={(event) => set({ percent: event.target.value })}
          />
        </Field>
        <Field label="Open for" required error={issueAt("openDays")}>
          <Input
            type="number"
            min={1}
            max={60}
            suffix="days"
            value={value.openDays}
            onChange={(event) => set({ openDays: event.target.value })}
          />
        </Field>
      </div>
      <Field
        label="Reminders"
        error={issueAt("remindAfterDays")}
        description="Days after the opening, with commas between them. Only those who have not answered get one."
      >
        <Input
          value={value.remindAfterDays}
          onChange={(event) => set({ remindAfterDays: event.target.value })}
        />
      </Field>
      <Asked survey={survey} value={value} />
    </>
  );
}

function Asked({ survey, value }: { survey: string; value: Sending }) {
  const trpc = useTRPC();
  const { audience } = sendingOf(value);
  const fits =
    audience.share >= 0.01 &&
    audience.share <= 1 &&
    (audience.who.kind !== "teams" || audience.who.teams.length > 0);
  const { data } = useQuery({
    ...trpc.surveys.audience.queryOptions({ identifier: survey, audience }),
    enabled: fits,
  });
  return (
    <p role="status" className="text-muted-foreground text-xs">
      {fits && data
        ? `${data.asked} of ${data.people} people are asked${data.again ? `, ${data.again} of them for the second time in a row` : ""}.${
            data.asked < data.floor ? ` Of fewer than ${data.floor} nothing can be shown.` : ""
          }`
        : "Choose who is asked."}
    </p>
  );
}
