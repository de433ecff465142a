import { itemDefinition, labelOf } from "@/components/properties/kind";
import { modelFrom, queryFields } from "@/components/query/fields";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { kindOf } from "@/server/properties/kind";
import type { PropertyDefinition } from "@/server/properties/schema";
import { inputsOf } from "../action-draft";
import type { ActionDraft } from "../action-draft";
import { formOrder } from "../layout-model";
import type { ConditionOperator } from "../jq/condition";
import type { JqPath } from "../jq/paths";
import { writePath } from "../jq/paths";

/** What a condition, or a computed value, can be about. */
export interface Subject {
  /** Its jq, by which it is found again. */
  id: string;
  path: JqPath;
  label: string;
  /** Where it comes from: "Input", "Cluster", "The entity", "The person". */
  group: string;
  shape: SubjectShape;
  /** Of one value: of an item where it is a list. */
  definition: PropertyDefinition;
  /** The input that it reads, if any. */
  input?: string;
}

export type SubjectShape = "text" | "choice" | "number" | "boolean" | "date" | "list" | "entity" | "entities";

const text: readonly ConditionOperator[] = [
  "is",
  "isNot",
  "contains",
  "containsNot",
  "beginsWith",
  "endsWith",
  "in",
  "notIn",
  "isEmpty",
  "isFilled",
];

/** Operators that fit a kind of value, the usual one first. */
export const OPERATORS_OF: Record<SubjectShape, readonly ConditionOperator[]> = {
  text,
  choice: ["is", "isNot", "in", "notIn", "isEmpty", "isFilled"],
  number: ["is", "isNot", "moreThan", "atLeast", "lessThan", "atMost", "isEmpty", "isFilled"],
  boolean: ["is"],
  date: ["moreThan", "lessThan", "isEmpty", "isFilled"],
  list: ["has", "hasNot", "isEmpty", "isFilled"],
  entity: ["is", "isNot", "in", "notIn", "isEmpty", "isFilled"],
  entities: ["hasEntity", "hasNotEntity", "isEmpty", "isFilled"],
};

function shapeOf(definition: PropertyDefinition): SubjectShape {
  switch (kindOf(definition)) {
    case "enum":
      return "choice";
    case "number":
      return "number";
    case "boolean":
      return "boolean";
    case "date-time":
    case "timer":
      return "date";
    case "array":
      return itemDefinition(definition).format === "entity" ? "entities" : "list";
    case "entity":
      return "entity";
    default:
      return "text";
  }
}

/** Without what a form computes: it is unknown while the form is built. */
const plain = (definition: PropertyDefinition): PropertyDefinition =>
  Object.fromEntries(
    Object.entries(definition).filter(([key]) =>
      ["type", "format", "enum", "enumColors", "items", "blueprint"].includes(key),
    ),
  ) as unknown as PropertyDefinition;

/** A value that can be read, by where it stands. */
export function subject(
  path: JqPath,
  label: string,
  group: string,
  given: PropertyDefinition,
  input?: string,
): Subject {
  const definition = plain(given);
  const shape = shapeOf(definition);
  // An entity is compared by its identifier.
  const own = shape === "entity" && input !== undefined ? [...path, "identifier"] : path;
  return {
    id: writePath(own),
    path: own,
    label,
    group,
    shape,
    definition: shape === "list" || shape === "entities" ? itemDefinition(definition) : definition,
    ...(input !== undefined && { input }),
  };
}

/** What is known of the entity at a path: its identity, and the properties of its blueprint. */
export function entitySubjects(
  path: JqPath,
  group: string,
  blueprint: string,
  blueprints: readonly BlueprintDefinition[],
  input?: string,
): Subject[] {
  return queryFields(modelFrom(blueprints), blueprint).flatMap((field) => {
    if (field.kind === "relation") {
      // Relations of an entity hold identifiers.
      const identifiers: PropertyDefinition =
        field.definition.type === "array" ? { type: "array", items: { type: "string" } } : { type: "string" };
      return [subject([...path, "relations", field.key], field.title, group, identifiers, input)];
    }
    if (!field.key.startsWith("$"))
      return [subject([...path, "properties", field.key], field.title, group, field.definition, input)];
    const known = { $identifier: "identifier", $title: "title" }[field.key];
    if (known === undefined || (known === "identifier" && input !== undefined)) return [];
    return [subject([...path, known], field.title, group, { type: "string" }, input)];
  });
}

const PERSON: readonly [string, string, PropertyDefinition][] = [
  ["email", "E-mail", { type: "string" }],
  ["mainRole", "Role", { type: "string", enum: ["Admin", "Member"] }],
  ["teamsIdentifiers", "Teams", { type: "array", items: { type: "string" } }],
  ["name", "Name", { type: "string" }],
];

/**
 * Everything that an expression of a form can read, the inputs first.
 *
 * @param own the input whose expression it is, which cannot read itself
 */
export function subjectsOf(
  action: ActionDraft,
  blueprints: readonly BlueprintDefinition[],
  own: string | null = null,
): Subject[] {
  const inputs = inputsOf(action) as Record<string, PropertyDefinition>;
  const keys = formOrder(action).filter((key) => key !== own && inputs[key]?.encryption === undefined);
  const titled = keys.map((key) => ({ key, input: inputs[key] as PropertyDefinition }));
  const { blueprintIdentifier, operation } = action.trigger;
  return [
    ...titled.map(({ key, input }) => subject(["form", key], labelOf(key, input), "Input", input, key)),
    ...titled.flatMap(({ key, input }) =>
      input.format === "entity" && typeof input.blueprint === "string"
        ? entitySubjects(["form", key], labelOf(key, input), input.blueprint, blueprints, key)
        : [],
    ),
    ...(operation !== "CREATE" && blueprintIdentifier
      ? entitySubjects(["entity"], "The entity", blueprintIdentifier, blueprints)
      : []),
    ...PERSON.map(([key, label, definition]) => subject(["user", key], label, "The person", definition)),
  ];
}

/** What a subject is called in one line: "Cluster → Region". */
export const subjectName = ({ group, label }: Subject): string =>
  group === "Input" ? label : `${group} → ${label}`;
