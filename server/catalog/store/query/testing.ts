import fc from "fast-check";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import type { Model, ModelBlueprint } from "../../core/model";
import type { Catalog, EvaluatedEntity, EvaluatedRelation } from "../../core/query/evaluate";

/** Random models and entities; `testing-queries.ts` has queries on them. */

export const uuidOf = (kind: number, n: number): string =>
  `00000000-0000-4000-8000-${kind.toString(16).padStart(4, "0")}${n.toString(16).padStart(8, "0")}`;

/** A model of these definitions. */
export function modelFrom(definitions: BlueprintDefinition[]): Model {
  const rows = definitions.map((definition, i): ModelBlueprint => ({
    id: uuidOf(1, i),
    identifier: definition.identifier,
    definition,
    permissions: null,
    hidden: false,
    revision: 1,
  }));
  return {
    version: 1,
    blueprints: new Map(rows.map((row) => [row.identifier, row])),
    byId: new Map(rows.map((row) => [row.id, row])),
  };
}

const PROPERTIES = {
  text: { type: "string" },
  url: { type: "string", format: "url" },
  size: { type: "number" },
  flag: { type: "boolean" },
  at: { type: "string", format: "date-time" },
  ends: { type: "string", format: "timer" },
  tags: { type: "array", items: { type: "string" } },
  sizes: { type: "array", items: { type: "number" } },
  things: { type: "array" },
  config: { type: "object" },
} as const;
export type Key = keyof typeof PROPERTIES;
const KEYS = Object.keys(PROPERTIES) as Key[];
export const BLUEPRINTS = ["one", "two", "three"] as const;
export const RELATIONS = ["to", "up", "near"] as const;

const relation = fc.record({
  target: fc.constantFrom(...BLUEPRINTS),
  many: fc.boolean(),
  required: fc.boolean(),
});

/** Three blueprints, each with some of the properties and relations; one key may be of another type in another blueprint. */
export const definitions: fc.Arbitrary<BlueprintDefinition[]> = fc.tuple(
  ...BLUEPRINTS.map((identifier) =>
    fc
      .record({
        keys: fc.subarray(KEYS, { minLength: 3 }),
        mixed: fc.constantFrom(...KEYS),
        relations: fc.dictionary(fc.constantFrom(...RELATIONS), relation, { noNullPrototype: true }),
      })
      .map(({ keys, mixed, relations }): BlueprintDefinition => ({
        identifier,
        title: identifier,
        schema: {
          properties: {
            ...Object.fromEntries(keys.map((key) => [key, PROPERTIES[key]])),
            mixed: PROPERTIES[mixed],
          } as unknown as BlueprintDefinition["schema"]["properties"],
        },
        relations: Object.fromEntries(
          Object.entries(relations).map(([key, r]) => [key, { ...r, required: r.required && !r.many }]),
        ),
      })),
  ),
);

export const word = fc.constantFrom(
  "",
  "a",
  "A",
  "ab",
  "Ab",
  "b%",
  "b_c",
  "c\\d",
  "é",
  "É",
  "5",
  "true",
  "x y",
  "null",
);
export const number = fc.constantFrom(0, 1, 5, -1, 2.5, 1e21, 0.1);
export const NOW = new Date("2026-06-15T12:00:00.000Z");
export const instant = fc.constantFrom(
  "2026-06-15T12:00:00.000Z",
  "2026-06-15T14:00:00+02:00",
  "2026-06-15T11:59:59.999Z",
  "2026-06-14T23:59:59Z",
  "2026-06-15T00:00:00-0000",
  "2026-06-16T00:00:00.000Z",
  "2026-05-16T12:00:00Z",
  "2023-06-16T12:00:00.123456Z",
  "2023-06-16T12:00:00.123Z",
  "2027-01-01T00:00:00Z",
);
export const scalar = fc.oneof(word, number, fc.boolean(), instant, fc.constant(null));
const anything = fc.oneof(scalar, fc.constantFrom({}, { a: 1 }, [], [null]));

const VALUES: Record<Key, fc.Arbitrary<unknown>> = {
  text: word,
  url: word,
  size: number,
  flag: fc.boolean(),
  at: instant,
  ends: instant,
  tags: fc.array(word, { maxLength: 3 }),
  sizes: fc.array(number, { maxLength: 3 }),
  things: fc.array(anything, { maxLength: 3 }),
  config: fc.constantFrom({}, { a: "ab" }),
};
/** Mostly of the type; sometimes what is left over from another type. */
const stored = (key: Key) =>
  fc.oneof(
    { weight: 6, arbitrary: VALUES[key] },
    { weight: 1, arbitrary: anything },
    { weight: 1, arbitrary: fc.constant(undefined) },
  );

export const NAMES = ["a", "b", "A", "ab", "é", "x-1"] as const;
export const TEAMS = ["red", "blue", "Green"] as const;

const keyOf = (model: Model, blueprint: string, key: string): Key => {
  const definition = model.blueprints.get(blueprint)!.definition.schema.properties[key];
  return KEYS.find((k) => PROPERTIES[k] === (definition as unknown)) ?? "text";
};

/** Up to `size` entities of the model with relations between them; some may not be read, which their icon says. */
export function catalogs(model: Model, size: number): fc.Arbitrary<Catalog> {
  const blueprints = [...model.blueprints.values()];
  const entity = fc.nat({ max: blueprints.length - 1 }).chain((at) => {
    const blueprint = blueprints[at]!;
    const properties = Object.fromEntries(
      Object.keys(blueprint.definition.schema.properties).map((key) => [
        key,
        stored(keyOf(model, blueprint.identifier, key)),
      ]),
    );
    return fc.record({
      blueprintId: fc.constant(blueprint.id),
      title: fc.option(word),
      icon: fc.constantFrom(null, "Service", "hidden"),
      team: fc.subarray([...TEAMS]),
      properties: fc.record(properties, { noNullPrototype: true }),
      createdAt: instant.map((text) => new Date(text).toISOString()),
      updatedAt: instant.map((text) => new Date(text).toISOString()),
      createdBy: fc.constantFrom("me", "other"),
      updatedBy: fc.constantFrom("me", "other"),
    });
  });
  const edge = fc.record({ from: fc.nat(), relation: fc.constantFrom(...RELATIONS), to: fc.nat() });
  return fc
    .tuple(
      fc.array(entity, { minLength: size, maxLength: size }),
      fc.array(edge, { minLength: size, maxLength: size * 6 }),
    )
    .map(([rows, edges]) => {
      const taken = new Map<string, number>();
      const entities = rows.map((row, i): EvaluatedEntity => {
        const n = taken.get(row.blueprintId) ?? 0;
        taken.set(row.blueprintId, n + 1);
        return { ...row, id: uuidOf(2, i), identifier: NAMES[n] ?? `e${n}` };
      });
      return {
        entities: new Map(entities.map((e) => [e.id, e])),
        relations: relationsOf(model, entities, edges),
      };
    });
}

/** Edges as the model allows them: each relation leads to its blueprint, and no pair is related twice. */
function relationsOf(
  model: Model,
  entities: EvaluatedEntity[],
  edges: { from: number; relation: string; to: number }[],
): EvaluatedRelation[] {
  const relations = edges.flatMap(({ from, relation, to }) => {
    const source = entities[from % entities.length]!;
    const target = model.byId.get(source.blueprintId)!.definition.relations?.[relation]?.target;
    const targets = entities.filter((e) => model.byId.get(e.blueprintId)!.identifier === target);
    const found = targets[to % targets.length];
    return found ? [{ fromId: source.id, relation, toId: found.id }] : [];
  });
  return [...new Map(relations.map((r) => [JSON.stringify(r), r])).values()];
}
