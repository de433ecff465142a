import { labelOf } from "@/components/properties/kind";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import type { PropertyDefinition } from "@/server/properties/schema";
import type { ActionDraft } from "../action-draft";
import { subjectOfEvent } from "@/components/automations/event-words";
import { inputsOf, isSelfService, objectAt } from "../action-draft";

export interface Insertable {
  label: string;
  /** jq, without the braces. */
  expression: string;
}
export interface InsertableGroup {
  title: string;
  values: Insertable[];
}

/** A key behind a dot; one that jq cannot read so stands in brackets. */
const step = (key: string): string => (/^[A-Za-z_]\w*$/.test(key) ? `.${key}` : `[${JSON.stringify(key)}]`);
const under = (root: string, key: string): string =>
  /^[A-Za-z_]\w*$/.test(key) ? `${root}.${key}` : `${root}${step(key)}`;

function ofInput(key: string, definition: PropertyDefinition): Insertable[] {
  const label = labelOf(key, definition);
  const expression = under(".inputs", key);
  const items = definition.items as PropertyDefinition | undefined;
  if (definition.format === "entity")
    return [
      { label, expression: `${expression}.identifier` },
      { label: `${label}: title`, expression: `${expression}.title` },
    ];
  if (items?.format === "entity") return [{ label, expression: `${expression} | map(.identifier)` }];
  return [{ label, expression }];
}

/** What sets an automation off, with the entity or run as it is afterwards. */
function ofEvent(action: ActionDraft, blueprint: BlueprintDefinition | undefined): Insertable[] {
  if (isSelfService(action)) return [];
  const { type } = objectAt(action, ["trigger", "event"]);
  const subject = subjectOfEvent(type);
  if (subject === "schedule") return [{ label: "Planned for", expression: ".event.trigger.at" }];
  if (subject === "run")
    return [
      { label: "Run", expression: ".event.diff.after.id" },
      { label: "Status", expression: ".event.diff.after.status" },
      { label: "Entity", expression: ".event.diff.after.entity.identifier" },
      { label: "Properties", expression: ".event.diff.after.properties" },
    ];
  const side = type === "ENTITY_DELETED" ? "before" : "after";
  return [
    { label: "Identifier", expression: ".event.context.entityIdentifier" },
    { label: "Title", expression: `.event.diff.${side}.title` },
    { label: "Who did it", expression: ".event.trigger.by.name" },
    ...Object.entries(blueprint?.schema.properties ?? {}).map(([key, property]) => ({
      label: labelOf(key, property),
      expression: under(`.event.diff.${side}.properties`, key),
    })),
    ...Object.entries(blueprint?.relations ?? {}).map(([key, relation]) => ({
      label: relation.title ?? key,
      expression: under(`.event.diff.${side}.relations`, key),
    })),
  ];
}

/**
 * What can be put into a payload: inputs of the form, the entity acted on with the properties of its blueprint, who asked,
 * the run, secrets, and what a template gives out, where `outputs` are offered.
 */
export function insertableValues(
  action: ActionDraft,
  blueprint: BlueprintDefinition | undefined,
  { secrets, outputs }: { secrets: readonly string[]; outputs: readonly string[] },
): InsertableGroup[] {
  const groups: InsertableGroup[] = [
    { title: "Event", values: ofEvent(action, blueprint) },
    {
      title: "Inputs",
      values: Object.entries(inputsOf(action)).flatMap(([key, input]) =>
        ofInput(key, input as unknown as PropertyDefinition),
      ),
    },
    {
      title: "Entity",
      values:
        action.trigger.operation === "CREATE" || !isSelfService(action)
          ? []
          : [
              { label: "Identifier", expression: ".entity.identifier" },
              { label: "Title", expression: ".entity.title" },
              { label: "Team", expression: ".entity.team[0]" },
              ...Object.entries(blueprint?.schema.properties ?? {}).map(([key, property]) => ({
                label: labelOf(key, property),
                expression: under(".entity.properties", key),
              })),
            ],
    },
    {
      title: "Outputs of Terraform",
      values: outputs.map((name) => ({ label: name, expression: under(".outputs", name) })),
    },
    {
      title: "Who asked",
      values: !isSelfService(action)
        ? []
        : [
            { label: "E-mail address", expression: ".trigger.by.user.email" },
            { label: "Name", expression: ".trigger.by.user.name" },
          ],
    },
    {
      title: "Run",
      values: [
        { label: "Identifier of the run", expression: ".run.id" },
        { label: "Requested at", expression: ".trigger.at" },
        { label: "Action", expression: ".action.identifier" },
        { label: "Operation", expression: ".trigger.operation" },
      ],
    },
    {
      title: "Secrets",
      values: secrets.map((name) => ({ label: name, expression: under(".secrets", name) })),
    },
  ];
  return groups.filter(({ values }) => values.length > 0);
}
