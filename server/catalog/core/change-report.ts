import type { Issue } from "@/server/kernel/errors";
import { compile } from "@/server/properties/compile";
import { equalJson } from "@/server/properties/equal";
import type { PropertyDefinition } from "@/server/properties/schema";
import type { BlueprintDefinition } from "../schema";
import { convertValue } from "./convert";
import type { Difference } from "./definition-diff";
import type { Dependent } from "./dependents";

export type Outcome = "converts" | "fails" | "loses";

/** What becomes of one value of one entity. */
export interface Effect {
  outcome: Outcome;
  path: (string | number)[];
  before?: unknown;
  after?: unknown;
  message: string;
}

export interface ReportExample extends Effect {
  identifier: string;
  title: string | null;
}

/** What a change of a blueprint does, before it is done. */
export interface ChangeReport {
  changes: Difference[];
  /** Entities of the blueprint. */
  total: number;
  /** Entities that the change leaves as they are and that fit it. The next three may count the same entity more than once. */
  valid: number;
  /** Entities with a value that is converted without loss. */
  converting: number;
  /** Entities that stay as they are and do not fit any more: their next write has to put it right. */
  failing: number;
  /** Entities with a value that goes; it stays in their history. */
  losing: number;
  /** At most five of each outcome. */
  examples: ReportExample[];
  /** What names something that goes or is renamed. */
  dependents: Dependent[];
  /** Why the change would be refused. */
  issues: Issue[];
}

/** An entity as far as the report looks at it. `relations` are those that have a target. */
export interface Examined {
  properties: Record<string, unknown>;
  relations: string[];
}

/** Which values a change concerns, and what becomes of an entity's. */
export interface Examination {
  properties: string[];
  relations: string[];
  effectsOn(entity: Examined): Effect[];
}

const WORDS: ReadonlySet<string> = new Set(["title", "description", "icon", "default", "enumColors"]);

/** A definition without what has no part in whether a value is valid. */
const constraints = (definition: PropertyDefinition | undefined) =>
  definition && Object.fromEntries(Object.entries(definition).filter(([key]) => !WORDS.has(key)));

const typeOf = (definition: PropertyDefinition) => [definition.type, definition.items?.type];

/** Whether values of the one can be no values of the other. */
export const retyped = (before: PropertyDefinition, after: PropertyDefinition): boolean =>
  before.type !== after.type ||
  (before.items?.type !== undefined &&
    after.items?.type !== undefined &&
    before.items.type !== after.items.type);

/** Prepares to tell what a change does to entities. `after` must be a valid definition. */
export function examine(before: BlueprintDefinition, after: BlueprintDefinition): Examination {
  const checks = new Map<string, (entity: Examined) => Effect[]>();
  const required = new Set(after.schema.required ?? []);
  const wasRequired = new Set(before.schema.required ?? []);
  const keys = new Set([...Object.keys(before.schema.properties), ...Object.keys(after.schema.properties)]);
  for (const key of keys) {
    const old = own(before.schema.properties, key);
    const fresh = own(after.schema.properties, key);
    if (!fresh) checks.set(key, removal(key));
    else if (!equalJson(constraints(old), constraints(fresh)) || (required.has(key) && !wasRequired.has(key)))
      checks.set(key, propertyCheck(key, old, fresh, required.has(key)));
  }
  const relationChecks = relationsConcerned(before, after);
  return {
    properties: [...checks.keys()],
    relations: [...relationChecks.keys()],
    effectsOn: (entity) => [
      ...[...checks.values()].flatMap((check) => check(entity)),
      ...[...relationChecks.values()].flatMap((check) => check(entity)),
    ],
  };
}

const own = <T>(of: Record<string, T> | undefined, key: string): T | undefined =>
  of && Object.hasOwn(of, key) ? of[key] : undefined;
const present = (entity: Examined, key: string) => {
  const value = own(entity.properties, key);
  return value === null ? undefined : value;
};

const removal = (key: string) => (entity: Examined) => {
  const before = present(entity, key);
  if (before === undefined) return [];
  return [
    loses(
      ["properties", key],
      before,
      `The value of "${key}" goes with its property; it stays in the history.`,
    ),
  ];
};

function propertyCheck(
  key: string,
  old: PropertyDefinition | undefined,
  fresh: PropertyDefinition,
  required: boolean,
): (entity: Examined) => Effect[] {
  const path = ["properties", key];
  const changesType = old !== undefined && retyped(old, fresh);
  const { schema } = compile(
    { properties: { [key]: fresh }, required: required ? [key] : [] },
    { scope: "property" },
  );
  return (entity) => {
    const before = present(entity, key);
    if (before !== undefined && changesType) {
      const converted = convertValue(before, fresh);
      if ("fault" in converted)
        return [
          loses(
            path,
            before,
            `${converted.fault} It cannot become ${typeOf(fresh)[0]}; it stays in the history.`,
          ),
          ...(required ? [fails(path, before, `"${key}" is required and would have no value.`)] : []),
        ];
      if (equalJson(converted.value, before)) return [];
      return [
        {
          outcome: "converts",
          path,
          before,
          after: converted.value,
          message: `The value of "${key}" is converted.`,
        },
      ];
    }
    const parsed = schema.safeParse(before === undefined ? {} : { [key]: before });
    if (parsed.success) return [];
    const issue = parsed.error.issues[0];
    return [
      fails(
        [
          "properties",
          ...(issue?.path ?? [key]).map((part) => (typeof part === "symbol" ? String(part) : part)),
        ],
        before,
        issue?.message ?? "The value does not fit.",
      ),
    ];
  };
}

function relationsConcerned(
  before: BlueprintDefinition,
  after: BlueprintDefinition,
): Map<string, (entity: Examined) => Effect[]> {
  const checks = new Map<string, (entity: Examined) => Effect[]>();
  for (const key of Object.keys(before.relations ?? {}))
    if (!own(after.relations, key))
      checks.set(key, (entity) =>
        entity.relations.includes(key)
          ? [
              loses(
                ["relations", key],
                undefined,
                `What "${key}" leads to goes with the relation; it stays in the history.`,
              ),
            ]
          : [],
      );
  for (const [key, relation] of Object.entries(after.relations ?? {}))
    if (relation.required && !own(before.relations, key)?.required)
      checks.set(key, (entity) =>
        entity.relations.includes(key)
          ? []
          : [fails(["relations", key], undefined, `"${key}" is required, and the entity has none.`)],
      );
  return checks;
}

const loses = (path: string[], before: unknown, message: string): Effect => ({
  outcome: "loses",
  path,
  ...(before === undefined ? {} : { before }),
  message,
});
const fails = (path: (string | number)[], before: unknown, message: string): Effect => ({
  outcome: "fails",
  path,
  ...(before === undefined ? {} : { before }),
  message,
});

/** At most so many examples of each outcome. */
export const MAX_EXAMPLES = 5;
