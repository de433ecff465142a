"use client";

import { objectAt } from "@/components/actions/builder/action-draft";
import { useActionEditor } from "@/components/actions/builder/editor-context";
import { TextAt, useBound } from "@/components/definition-editor/bound-fields";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { scheduleFaults, slotsAfter } from "@/server/actions/core/definition/cron";

const AT = ["trigger", "event"] as const;
const ZONES = ["UTC", ...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC")];
const SHOWN = 3;

/** When a schedule comes round: cron and time zone, with the next moments that they mean. */
export function ScheduleFields() {
  const { definition } = useActionEditor();
  const { cron, timezone } = objectAt(definition, AT);
  const zone = useBound([...AT, "timezone"]);
  const named = typeof timezone === "string" && timezone !== "" ? timezone : "UTC";
  return (
    <>
      <TextAt
        path={[...AT, "cron"]}
        label="Schedule"
        required
        mono
        placeholder="0 7 * * 1-5"
        description="Minute, hour, day of the month, month, day of the week."
      />
      <Field id={zone.id} label="Time zone" error={zone.error}>
        <Combobox
          options={ZONES.map((value) => ({ value, label: value }))}
          value={{ value: named, label: named }}
          placeholder="Find a time zone…"
          emptyText="No time zone matches."
          onValueChange={(next) => zone.set(next?.value)}
        />
      </Field>
      <NextSlots cron={typeof cron === "string" ? cron : ""} timezone={named} />
    </>
  );
}

function NextSlots({ cron, timezone }: { cron: string; timezone: string }) {
  const faults = scheduleFaults(cron, timezone);
  if (cron === "" || faults.cron || faults.timezone) return null;
  const words = new Intl.DateTimeFormat("en", { dateStyle: "full", timeStyle: "short", timeZone: timezone });
  return (
    <div className="text-sm">
      <p className="text-muted-foreground text-xs">Comes round next</p>
      <ol className="tabular">
        {slotsAfter(cron, timezone, new Date(), SHOWN).map((slot) => (
          <li key={slot.toISOString()}>{words.format(slot)}</li>
        ))}
      </ol>
    </div>
  );
}
