"use client";

import { useQuery } from "@tanstack/react-query";
import { useActionEditor } from "@/components/actions/builder/editor-context";
import { objectAt } from "@/components/actions/builder/action-draft";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import { useBound } from "@/components/definition-editor/bound-fields";
import { withoutKey } from "@/components/definition-editor/keys";
import { labelOf } from "@/components/properties/kind";
import { useTRPC } from "@/components/trpc/provider";
import { Combobox } from "@/components/ui/combobox";
import { Field, Fieldset } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import type { EventKind } from "@/server/actions/schema";
import { EVENT_OPTIONS, subjectOfEvent } from "./event-words";
import { ScheduleFields } from "./schedule-fields";

const AT = ["trigger", "event"] as const;

/** What sets the automation off: which event, of which blueprint, action or property, or when. */
export function EventFields() {
  const { definition, change } = useActionEditor();
  const event = objectAt(definition, AT);
  const kind = useBound([...AT, "type"]);
  const subject = subjectOfEvent(event.type);
  const choose = (type: EventKind) => {
    kind.touch();
    change((before) => ({
      ...before,
      trigger: {
        // A condition is about what changes: on another kind of event it would mean nothing.
        ...(subjectOfEvent(type) === subject ? before.trigger : withoutKey(before.trigger, "condition")),
        event: eventOf(type, event),
      },
    }));
  };
  return (
    <Fieldset legend="Set off by" description="An event, not a person. Each event sets it off once.">
      <Field id={kind.id} label="Event" required error={kind.error}>
        <Select
          options={EVENT_OPTIONS}
          value={EVENT_OPTIONS.find(({ value }) => value === event.type)?.value ?? null}
          placeholder="Choose an event"
          onValueChange={choose}
        />
      </Field>
      {subject === "entity" && <BlueprintField />}
      {event.type === "TIMER_PROPERTY_EXPIRED" && <TimerField />}
      {subject === "run" && <ActionField />}
      {subject === "schedule" && <ScheduleFields />}
    </Fieldset>
  );
}

/** An event of a type, with what of the one before it still has a meaning. */
function eventOf(type: EventKind, before: Record<string, unknown>): Record<string, unknown> {
  const kept = (key: string) => (typeof before[key] === "string" ? before[key] : "");
  switch (subjectOfEvent(type)) {
    case "schedule":
      return { type, cron: kept("cron") || "0 7 * * 1-5", timezone: kept("timezone") || localTimezone() };
    case "run":
      return { type, actionIdentifier: kept("actionIdentifier") };
    case "entity":
      return {
        type,
        blueprintIdentifier: kept("blueprintIdentifier"),
        ...(type === "TIMER_PROPERTY_EXPIRED" && { propertyIdentifier: kept("propertyIdentifier") }),
      };
  }
}

const localTimezone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

function BlueprintField() {
  const { blueprints } = useActionEditor();
  const { id, value, set, error, touch } = useBound([...AT, "blueprintIdentifier"]);
  const options = blueprints.map((one) => ({
    value: one.identifier,
    label: one.title,
    description: one.identifier,
    icon: <NamedIcon name={one.icon} className="text-muted-foreground" />,
  }));
  return (
    <Field id={id} label="Blueprint" required error={error} description="Whose entities it watches.">
      <Combobox
        options={options}
        value={chosen(value, options)}
        placeholder="Find a blueprint…"
        emptyText="No blueprint matches."
        onValueChange={(next) => {
          touch();
          set(next?.value ?? "");
        }}
      />
    </Field>
  );
}

function TimerField() {
  const { definition, blueprints } = useActionEditor();
  const { id, value, set, error, touch } = useBound([...AT, "propertyIdentifier"]);
  const blueprint = blueprints.find(
    ({ identifier }) => identifier === objectAt(definition, AT).blueprintIdentifier,
  );
  const options = Object.entries(blueprint?.schema.properties ?? {})
    .filter(([, property]) => property.format === "timer")
    .map(([key, property]) => ({ value: key, label: labelOf(key, property), description: key }));
  return (
    <Field
      id={id}
      label="Timer"
      required
      error={error}
      description={
        blueprint && options.length === 0
          ? `${blueprint.title} has no property of the format timer.`
          : "The property whose moment has to come."
      }
    >
      <Select
        options={options}
        value={options.find((one) => one.value === value)?.value ?? null}
        placeholder="Choose a property"
        onValueChange={(next) => {
          touch();
          set(next);
        }}
      />
    </Field>
  );
}

function ActionField() {
  const trpc = useTRPC();
  const { identifier } = useActionEditor();
  const { data } = useQuery(trpc.actions.overview.queryOptions());
  const { id, value, set, error, touch } = useBound([...AT, "actionIdentifier"]);
  const options = (data ?? []).map((one) => ({
    value: one.identifier,
    label: one.title,
    description: one.identifier === identifier ? "this automation itself" : one.identifier,
    icon: <NamedIcon name={one.icon} fallback="action" className="text-muted-foreground" />,
  }));
  return (
    <Field id={id} label="Action" required error={error} description="Whose runs it watches.">
      <Combobox
        options={options}
        value={chosen(value, options)}
        placeholder="Find an action…"
        emptyText="No action matches."
        onValueChange={(next) => {
          touch();
          set(next?.value ?? "");
        }}
      />
    </Field>
  );
}

function chosen(value: unknown, options: readonly { value: string; label: string }[]) {
  if (typeof value !== "string" || value === "") return null;
  return options.find((one) => one.value === value) ?? { value, label: value };
}
