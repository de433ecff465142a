"use client";

import { useQuery } from "@tanstack/react-query";
import { TriggerFields } from "@/components/automations/trigger-fields";
import { TextAt, useBound } from "@/components/definition-editor/bound-fields";
import { IconAt } from "@/components/definition-editor/icon-picker";
import { freeKey, keyFromTitle } from "@/components/definition-editor/keys";
import { useTRPC } from "@/components/trpc/provider";
import { Card } from "@/components/ui/card";
import { Field, Fieldset } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { isSelfService } from "../action-draft";
import { useActionEditor } from "../editor-context";
import { ConditionField } from "./condition-field";
import { DeploysFields } from "./deploys-fields";
import { DocumentationField } from "./documentation-field";
import { LifetimeFields } from "./lifetime-fields";
import { OperationFields } from "./operation-fields";
import { OwnershipFields } from "./ownership-fields";

const MAX_DESCRIPTION = 1000;
const MAX_BUTTON = 15;

/** What an action is called, what it does, and where it is offered. */
export function GeneralTab() {
  const trpc = useTRPC();
  const { definition, saved, change, set } = useActionEditor();
  const { data: all } = useQuery(trpc.actions.definitions.queryOptions());
  const taken = (all ?? [])
    .map(({ identifier }) => identifier)
    .filter((identifier) => identifier !== saved?.identifier);
  const identifierOf = (title: string) => freeKey(keyFromTitle(title), taken);
  const setTitle = (title: string) =>
    change((before) => {
      // The identifier follows the title until somebody gives another one.
      const follows = saved === null && before.identifier === identifierOf(before.title ?? "");
      return { ...before, title, ...(follows && { identifier: identifierOf(title) }) };
    });
  const groups = [...new Set((all ?? []).flatMap(({ group }) => group ?? []))].sort();
  return (
    <div className="grid items-start gap-5 lg:grid-cols-2">
      <div className="grid min-w-0 gap-5">
        <Card className="grid gap-4 p-4">
          <TextAt path={["title"]} label="Title" required placeholder="New service" onText={setTitle} />
          <TextAt
            path={["identifier"]}
            label="Identifier"
            required
            mono
            description={
              saved === null
                ? "Made of the title; links and the API name the action by it."
                : "Links and the API name the action by it: changing it breaks those that exist."
            }
            onText={(text) => set(["identifier"], text)}
          />
          <IconAt path={["icon"]} />
          <TextAt
            path={["description"]}
            label="Description"
            rows={2}
            hint={counter(definition.description, MAX_DESCRIPTION)}
          />
          {isSelfService(definition) && <GroupField groups={groups} />}
        </Card>
        {isSelfService(definition) && (
          <Card className="p-4">
            <DocumentationField />
          </Card>
        )}
      </div>
      <div className="grid min-w-0 gap-5">
        {!isSelfService(definition) && <TriggerFields />}
        {isSelfService(definition) && (
          <>
            <Card className="p-4">
              <OperationFields />
            </Card>
            {(definition.trigger.operation === "CREATE" || definition.lifetime !== undefined) && (
              <Card className="p-4">
                <LifetimeFields />
              </Card>
            )}
            {definition.trigger.operation !== "CREATE" && (
              <Card className="p-4">
                <ConditionField />
              </Card>
            )}
            <Card className="p-4">
              <OwnershipFields />
            </Card>
            <Card className="p-4">
              <DeploysFields />
            </Card>
            <Card className="p-4">
              <Fieldset legend="Buttons" description="Short words in place of the usual ones.">
                <div className="grid gap-4 sm:grid-cols-2">
                  <TextAt
                    path={["trigger", "actionCardButtonText"]}
                    label="On the card"
                    placeholder="Create"
                    hint={counter(definition.trigger.actionCardButtonText, MAX_BUTTON)}
                  />
                  <TextAt
                    path={["trigger", "executeActionButtonText"]}
                    label="Below the form"
                    placeholder="Request"
                    hint={counter(definition.trigger.executeActionButtonText, MAX_BUTTON)}
                  />
                </div>
              </Fieldset>
            </Card>
          </>
        )}
      </div>
    </div>
  );
}

const counter = (text: unknown, most: number): string =>
  `${typeof text === "string" ? text.length : 0} of ${most}`;

/** The heading of the gallery: one of those that exist, or another. */
function GroupField({ groups }: { groups: readonly string[] }) {
  const { id, value, set, error, touch } = useBound(["group"]);
  return (
    <Field
      id={id}
      label="Topic"
      error={error}
      description="Actions of one topic stand together in the gallery."
    >
      <Input
        list={`${id}/known`}
        value={typeof value === "string" ? value : ""}
        placeholder="Infrastructure"
        onBlur={touch}
        onChange={(event) => set(event.target.value === "" ? undefined : event.target.value)}
      />
      <datalist id={`${id}/known`}>
        {groups.map((group) => (
          <option key={group} value={group} />
        ))}
      </datalist>
    </Field>
  );
}
