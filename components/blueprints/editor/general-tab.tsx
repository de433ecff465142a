"use client";

import { Card } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Field, Fieldset } from "@/components/ui/field";
import { RadioGroup } from "@/components/ui/radio-group";
import { freeKey, keyFromTitle } from "@/components/definition-editor/keys";
import { CheckAt, TextAt, useBound } from "@/components/definition-editor/bound-fields";
import { useEditor } from "./editor-context";
import { IconAt } from "@/components/definition-editor/icon-picker";
import { RelationPath } from "./relation-path";

const MAX_DESCRIPTION = 200;

/** What a blueprint is called, who owns its entities, and who hears of their changes. */
export function GeneralTab() {
  const { definition, saved, blueprints, set, change } = useEditor();
  const others = blueprints.filter((one) => one !== definition).map(({ identifier }) => identifier);
  const setTitle = (title: string) =>
    change((before) => {
      // The identifier follows the title until somebody gives another one.
      const follows = saved === null && before.identifier === freeKey(keyFromTitle(before.title), others);
      return { ...before, title, ...(follows && { identifier: freeKey(keyFromTitle(title), others) }) };
    });
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <Card className="grid gap-4 p-4">
        <TextAt path={["title"]} label="Title" required placeholder="Service" onText={setTitle} />
        <TextAt
          path={["identifier"]}
          label="Identifier"
          required
          mono
          disabled={saved !== null}
          description={
            saved === null
              ? "Made of the title; it cannot change later."
              : "It is part of every address and cannot change."
          }
          onText={(text) => set(["identifier"], text)}
        />
        <IconAt path={["icon"]} />
        <TextAt
          path={["description"]}
          label="Description"
          rows={3}
          hint={`${String(definition.description ?? "").length} of ${MAX_DESCRIPTION}`}
        />
        <GlobalSearch />
      </Card>
      <div className="grid gap-5">
        <Card className="p-4">
          <Ownership />
        </Card>
        <Card className="p-4">
          <Changelog />
        </Card>
      </div>
    </div>
  );
}

/** Entities are found by everybody's search unless it is said otherwise. */
function GlobalSearch() {
  const { id, value, set, error } = useBound(["includeInGlobalSearch"]);
  return (
    <Field
      id={id}
      error={error}
      orientation="inline"
      label="Found by search"
      description="Its entities are among the results of the search over everything."
    >
      <Checkbox checked={value !== false} onCheckedChange={(on) => set(on ? undefined : false)} />
    </Field>
  );
}

const ownershipOptions = [
  { value: "none" as const, label: "Nobody in particular", description: "A team can still be written down." },
  { value: "Direct" as const, label: "A team", description: "Each entity names its own." },
  {
    value: "Inherited" as const,
    label: "The owner of what it belongs to",
    description: "Found along relations; it follows by itself.",
  },
];

function Ownership() {
  const { definition, set } = useEditor();
  const { id, value, error } = useBound(["ownership", "type"]);
  const type = value === "Direct" || value === "Inherited" ? value : "none";
  const path = String(definition.ownership?.path ?? "");
  return (
    <Fieldset legend="Ownership" description="Whose the entities are: owners may change them and approve.">
      <Field id={id} label="Owned by" required error={type === "none" ? error : undefined}>
        <RadioGroup
          variant="cards"
          options={ownershipOptions}
          value={type}
          onValueChange={(next) => {
            const title = definition.ownership?.title;
            const common = { type: next, ...(title !== undefined && { title }) };
            set(
              ["ownership"],
              next === "none" ? undefined : next === "Direct" ? common : { ...common, path },
            );
          }}
        />
      </Field>
      {type === "Inherited" && (
        <RelationPath
          path={["ownership", "path"]}
          label="Owner of"
          single
          describe={(stops) => {
            const end = stops.at(-1);
            if (!end || stops.length === 1) return "Choose the relation that leads to the owner.";
            const owned = (end.ownership as { type?: string } | null | undefined)?.type;
            return owned === "Direct" || owned === "Inherited"
              ? `Its entities are owned by whoever owns the ${end.title.toLowerCase()}.`
              : `${end.title} has no owner itself yet: give it one, or go on to what has.`;
          }}
        />
      )}
      {type !== "none" && (
        <TextAt path={["ownership", "title"]} label="Title of the owner" placeholder="Owning teams" />
      )}
    </Fieldset>
  );
}

const changelogOptions = [
  { value: "none" as const, label: "Nobody", description: "Changes stay in the history and the audit log." },
  { value: "WEBHOOK" as const, label: "A web address", description: "Each change is sent there as JSON." },
  {
    value: "KAFKA" as const,
    label: "Kafka",
    description: "Kept in the definition; the portal does not send to Kafka yet.",
  },
];

function Changelog() {
  const { set } = useEditor();
  const { id, value, error } = useBound(["changelogDestination", "type"]);
  const type = value === "WEBHOOK" || value === "KAFKA" ? value : "none";
  return (
    <Fieldset legend="Changes" description="Who hears when an entity is made, changed or deleted.">
      <Field id={id} label="Sent to" required error={error}>
        <RadioGroup
          variant="cards"
          options={changelogOptions}
          value={type}
          onValueChange={(next) =>
            set(
              ["changelogDestination"],
              next === "none" ? undefined : next === "KAFKA" ? { type: next } : { type: next, url: "" },
            )
          }
        />
      </Field>
      {type === "WEBHOOK" && (
        <>
          <TextAt
            path={["changelogDestination", "url"]}
            label="Address"
            required
            placeholder="https://example.com/changes"
            onText={(text) => set(["changelogDestination", "url"], text)}
          />
          <CheckAt
            path={["changelogDestination", "agent"]}
            label="Through an agent"
            description="For an address that only your own network reaches."
          />
        </>
      )}
    </Fieldset>
  );
}
