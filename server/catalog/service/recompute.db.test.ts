import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { sql } from "drizzle-orm";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { transaction } from "@/server/kernel/transaction";
import { insertBlueprint } from "../store/blueprints";
import { bumpModelVersion } from "../store/model";
import type { BlueprintDefinition } from "../schema";
import { contextOf } from "../testing";
import { drop, put, type TestWrite } from "./computed/testing";
import { everything, fromScratch } from "./computed/testing-reference";
import { forgetModel, modelOf } from "./model";
import { recompute } from "./recompute";
import { databaseCode } from "./write";

/** Numbers that look random and are the same each time. */
function dice(seed: number) {
  let state = seed;
  const next = () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
  const below = (n: number) => Math.floor(next() * n);
  const pick = <T>(from: readonly T[]): T => from[below(from.length)]!;
  return { below, pick, chance: (p: number) => next() < p };
}
type Dice = ReturnType<typeof dice>;

const BLUEPRINTS = ["a", "b", "c", "d"];
const EXPRESSIONS: [string, string][] = [
  ['.identifier + "/" + (.title // "?")', "string"],
  [".properties.n * 2", "number"],
  ["(.properties.g0 // 0) + (.properties.g1 // 0)", "number"],
  [".properties.m0", "string"],
  ["(.team | length) + ([.relations[] | select(. != null)] | flatten | length)", "number"],
  [".team | length", "number"],
  ['if .properties.n > 3 then error("no") else .properties.s end', "string"],
];

/** Rules on written and computed values of the target, and on what it is related to. */
function randomQuery(r: Dice): object {
  const rule = () =>
    r.pick<object>([
      { property: "n", operator: ">", value: r.below(8) },
      { property: "s", operator: "=", value: "p" },
      { property: "m0", operator: "isNotEmpty" },
      { property: "g0", operator: "isNotEmpty" },
      { property: "$team", operator: "containsAny", value: ["x", "y"] },
      { property: "$title", operator: "contains", value: "t" },
      { property: "missing", operator: "isEmpty" },
      { relation: "r0", operator: "isNotEmpty" },
      { relation: "r0", operator: "contains", value: "1", targetProperty: "$title" },
      { operator: "relatedTo", blueprint: r.pick(BLUEPRINTS), value: ["a0", "b1", "c2", "d3"] },
    ]);
  return { combinator: r.pick(["and", "or"]), rules: r.chance(0.3) ? [rule(), rule()] : [rule()] };
}

function randomModel(r: Dice): BlueprintDefinition[] {
  const relations = new Map(
    BLUEPRINTS.map((from) => [
      from,
      Array.from({ length: 1 + r.below(2) }, (_, i) => ({
        key: `r${i}`,
        target: r.pick(BLUEPRINTS),
        many: r.chance(0.4),
      })),
    ]),
  );
  const path = (from: string, length: number): { keys: string[]; end: string; many: boolean } => {
    const relation = r.pick(relations.get(from)!);
    const rest =
      length > 1 ? path(relation.target, length - 1) : { keys: [], end: relation.target, many: false };
    return { keys: [relation.key, ...rest.keys], end: rest.end, many: relation.many || rest.many };
  };
  return BLUEPRINTS.map((identifier) => {
    const inherited = path(identifier, 1 + r.below(2));
    const filter = path(identifier, 1 + r.below(2));
    return {
      identifier,
      title: identifier,
      schema: { properties: { n: { type: "number" }, s: { type: "string" } } },
      relations: Object.fromEntries(
        relations.get(identifier)!.map(({ key, target, many }) => [key, { target, many, required: false }]),
      ),
      mirrorProperties: Object.fromEntries(
        [0, 1, 2].map((i) => [
          `m${i}`,
          {
            path: [
              ...path(identifier, 1 + r.below(3)).keys,
              r.pick(["$title", "$identifier", "$team", "n", "s", "m0", "k0", "g0"]),
            ].join("."),
          },
        ]),
      ),
      calculationProperties: Object.fromEntries(
        [0, 1].map((i) => {
          const [calculation, type] = r.pick(EXPRESSIONS);
          return [`k${i}`, { calculation, type }];
        }),
      ),
      aggregationProperties: Object.fromEntries(
        [0, 1, 2].map((i) => {
          const func = r.pick(["count", "sum", "min", "max", "median", "average"]);
          const byProperty = func !== "count";
          const exact = r.chance(0.3);
          const target = exact ? filter.end : r.pick(BLUEPRINTS);
          return [
            `g${i}`,
            {
              title: "g",
              target,
              ...(r.chance(0.4) ? { query: randomQuery(r) } : {}),
              ...(exact ? { pathFilter: [{ path: filter.keys }] } : {}),
              calculationSpec: {
                calculationBy: byProperty ? "property" : "entities",
                func,
                ...(byProperty ? { property: r.pick(["n", "n", "g0", "k1"]) } : {}),
                ...(func === "average" ? { averageOf: "total" } : {}),
              },
            },
          ];
        }),
      ),
      ownership:
        !inherited.many && r.chance(0.4)
          ? { type: "Inherited", path: inherited.keys.join(".") }
          : { type: "Direct" },
    } as BlueprintDefinition;
  });
}

type Names = Map<string, string[]>;

function randomWrite(r: Dice, model: BlueprintDefinition[], names: Names, serial: () => number): TestWrite {
  const { identifier: blueprint, relations = {} } = r.pick(model);
  const known = names.get(blueprint)!;
  const identifier =
    known.length > 5 || (known.length > 2 && r.chance(0.6)) ? r.pick(known) : `${blueprint}${serial()}`;
  const some = (n: number, of: string[]) => [...new Set(Array.from({ length: n }, () => r.pick(of)))];
  return {
    blueprint,
    identifier,
    ...(r.chance(0.1) ? { rename: `${blueprint}${serial()}` } : {}),
    ...(r.chance(0.3) ? { title: `t${r.below(100)}` } : {}),
    ...(r.chance(0.3) ? { team: some(r.below(3), ["x", "y", "z"]) } : {}),
    properties: r.chance(0.6) ? { n: r.below(10), s: r.pick(["p", "q"]) } : {},
    ...(r.chance(0.6)
      ? {
          relations: Object.fromEntries(
            Object.entries(relations).flatMap(([key, { target, many }]) => {
              const others = names.get(target)!;
              return r.chance(0.7) && others.length
                ? [[key, some(many ? r.below(4) : r.below(2), others)]]
                : [];
            }),
          ),
        }
      : {}),
  };
}

let database: TestDatabase;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

async function freshModel(definitions: BlueprintDefinition[]): Promise<void> {
  const ctx = contextOf(database.db);
  await database.db.execute(sql`delete from entity_marks`);
  await database.db.execute(sql`delete from entities`);
  await database.db.execute(sql`delete from blueprints`);
  await transaction(ctx, async (tx) => {
    for (const definition of definitions) await insertBlueprint(tx.db, definition, "test");
    await bumpModelVersion(tx.db);
  });
  forgetModel(ctx);
}

const sorted = (of: Record<string, unknown>) =>
  Object.fromEntries(Object.entries(of).sort(([x], [y]) => (x < y ? -1 : 1)));

/** What is stored, and what it should be. */
async function compared() {
  const ctx = contextOf(database.db);
  const model = await modelOf(ctx);
  const stored = await everything(database.db, model);
  const right = await fromScratch(model, stored);
  const shown = (of: typeof stored) =>
    of.map(({ blueprint, identifier, team, properties }) => ({
      blueprint,
      identifier,
      team,
      ...sorted(properties),
    }));
  return { stored: shown(stored), right: shown(right) };
}

async function apply(r: Dice, names: Names, write: TestWrite): Promise<void> {
  const known = names.get(write.blueprint)!;
  if (known.includes(write.identifier) && r.chance(0.12)) {
    await transaction(contextOf(database.db), (tx) => drop(tx, write.blueprint, write.identifier));
    known.splice(known.indexOf(write.identifier), 1);
    return;
  }
  await transaction(contextOf(database.db), (tx) => put(tx, write));
  if (!known.includes(write.identifier)) known.push(write.rename ?? write.identifier);
  else if (write.rename) known.splice(known.indexOf(write.identifier), 1, write.rename);
}

const counter = () => {
  let n = 0;
  return () => n++;
};

describe("recompute", () => {
  it.each(Array.from({ length: 10 }, (_, i) => i + 1))(
    "comes to what a computation from scratch comes to, whatever was written (%i)",
    async (seed) => {
      const r = dice(seed);
      const model = randomModel(r);
      await freshModel(model);
      const names: Names = new Map(BLUEPRINTS.map((b) => [b, []]));
      const serial = counter();
      for (let step = 0; step < 30; step++) {
        await apply(r, names, randomWrite(r, model, names, serial));
        if (step < 29 && r.chance(0.6)) continue;
        expect(await recompute(contextOf(database.db))).toBe(true);
        const { stored, right } = await compared();
        expect(stored).toEqual(right);
      }
    },
  );

  it.each([101, 102, 103])(
    "comes to the same with writers and recomputation side by side (%i)",
    async (seed) => {
      const r = dice(seed);
      const model = randomModel(r);
      await freshModel(model);
      const names: Names = new Map(BLUEPRINTS.map((b) => [b, []]));
      const serial = counter();
      for (let i = 0; i < 16; i++) await apply(dice(i), names, randomWrite(r, model, names, serial));
      const writer = async (own: Dice) => {
        for (let step = 0; step < 25; step++) {
          const write = { ...randomWrite(own, model, names, serial), rename: undefined };
          const gone = own.chance(0.08);
          await transaction(contextOf(database.db), (tx) =>
            gone ? drop(tx, write.blueprint, write.identifier) : put(tx, write),
          ).catch((error: unknown) => {
            // Two writers that wait for each other, or make the same entity: one of them gives way.
            if (!/^(40P01|23505|23503)$/.test(databaseCode(error))) throw error;
          });
          await recompute(contextOf(database.db), 20);
        }
      };
      await Promise.all([201, 202, 203, 204].map((own) => writer(dice(seed * own))));
      while (!(await recompute(contextOf(database.db))));
      const { stored, right } = await compared();
      expect(stored).toEqual(right);
    },
  );
});
