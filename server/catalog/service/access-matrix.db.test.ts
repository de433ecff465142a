import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createTeam } from "@/server/identity/service/teams";
import { createUser } from "@/server/identity/service/people";
import type { Actor } from "@/server/kernel/context";
import { DomainError } from "@/server/kernel/errors";
import type { BlueprintPermissions } from "../schema";
import { ADMIN, contextOf, person } from "../testing";
import { createBlueprint } from "./blueprints";
import { deleteEntity } from "./delete-entity";
import { createEntity, updateEntity } from "./entities";
import { setPermissions } from "./permissions";
import { getEntity } from "./read";

let database: TestDatabase;
const as = (actor: Actor) => contextOf(database.db, actor);

/** Who asks, in the order of the columns below. The entities belong to the team red. */
const WHO: [string, Actor][] = [
  ["administrator", ADMIN],
  ["moderator", { ...person("mo"), moderates: ["service"] }],
  ["owner", person("ann", ["red"])],
  ["member of another team", person("ben", ["blue"])],
  ["named person of no team", person("zoe")],
  [
    "API client",
    { kind: "client", id: "00000000-0000-4000-8000-00000000c11e", name: "CI", role: "member", ownerId: null },
  ],
];
const ENTITY = { team: "red", properties: { tier: "1" } };
const OPERATIONS = {
  read: (actor: Actor) => getEntity(as(actor), "service", "a"),
  register: (actor: Actor) =>
    createEntity(as(actor), "service", { ...ENTITY, identifier: "new" }, { validationOnly: true }),
  title: (actor: Actor) =>
    updateEntity(as(actor), "service", "a", { title: "Other" }, { validationOnly: true }),
  tier: (actor: Actor) =>
    updateEntity(as(actor), "service", "a", { properties: { tier: "2" } }, { validationOnly: true }),
  uses: (actor: Actor) =>
    updateEntity(as(actor), "service", "a", { relations: { uses: ["b"] } }, { validationOnly: true }),
  unregister: async (actor: Actor) => {
    await deleteEntity(as(actor), "service", "a");
    await createEntity(as(ADMIN), "service", { ...ENTITY, identifier: "a", title: "A" });
  },
};
type Row = [keyof typeof OPERATIONS, string];

/** Y: may. F: is refused. N: it does not exist for them. One letter for each of `WHO`. */
const MATRIX: [string, BlueprintPermissions | null, Row[]][] = [
  [
    "nothing set",
    null,
    [
      ["read", "YYYYYY"],
      ["register", "YYYFFF"],
      ["title", "YYYFFF"],
      ["tier", "YYYFFF"],
      ["uses", "YYYFFF"],
      ["unregister", "YYYFFF"],
    ],
  ],
  [
    "everything for administrators",
    {
      entities: {
        read: { roles: ["Admin"] },
        register: { roles: ["Admin"] },
        update: { roles: ["Admin"] },
        unregister: { roles: ["Admin"] },
      },
    },
    [
      ["read", "YYNNNN"],
      ["register", "YYFFFF"],
      ["title", "YYNNNN"],
      ["unregister", "YYNNNN"],
    ],
  ],
  [
    "owners read and change, a named person deletes",
    {
      entities: {
        read: { ownedByTeam: true },
        update: { ownedByTeam: true },
        unregister: { users: ["zoe@example.com"] },
      },
    },
    [
      ["read", "YYYNYN"],
      ["title", "YYYNFN"],
      ["tier", "YYYNFN"],
      ["unregister", "YYFNYN"],
    ],
  ],
  [
    "one property for a team, the rest as ever",
    { entities: { updateProperties: { tier: { teams: ["blue"] } } } },
    [
      ["read", "YYYYYY"],
      ["register", "YYFFFF"],
      ["title", "YYYFFF"],
      ["tier", "YYFYFF"],
      ["uses", "YYYFFF"],
    ],
  ],
  [
    "one relation for members, all else for administrators",
    { entities: { update: { roles: ["Admin"] }, updateRelations: { uses: { roles: ["Member"] } } } },
    [
      ["title", "YYFFFF"],
      ["tier", "YYFFFF"],
      ["uses", "YYYYYY"],
    ],
  ],
  [
    "to update covers what has a grant of its own",
    {
      entities: {
        update: { roles: ["Member"] },
        updateProperties: { tier: { roles: ["Admin"] } },
        register: { teams: ["blue"] },
      },
    },
    [
      ["tier", "YYYYYY"],
      ["register", "YYFYFF"],
    ],
  ],
];

beforeAll(async () => {
  database = await createTestDatabase();
  for (const identifier of ["red", "blue"]) await createTeam(as(ADMIN), { identifier, title: identifier });
  await createUser(as(ADMIN), { email: "zoe@example.com", name: "Zoe" });
  await createBlueprint(as(ADMIN), {
    identifier: "service",
    title: "Service",
    schema: { properties: { tier: { type: "string" } } },
    relations: { uses: { target: "service", many: true, required: false } },
  });
  await createEntity(as(ADMIN), "service", { ...ENTITY, identifier: "a", title: "A" });
  await createEntity(as(ADMIN), "service", { ...ENTITY, identifier: "b", title: "B" });
});
afterAll(() => database.close());

async function outcome(work: Promise<unknown>): Promise<string> {
  try {
    await work;
    return "Y";
  } catch (error) {
    if (!(error instanceof DomainError)) throw error;
    return { forbidden: "F", not_found: "N" }[error.code as string] ?? error.code;
  }
}

describe.each(MATRIX)("%s", (_name, permissions, rows) => {
  beforeAll(async () => {
    await setPermissions(as(ADMIN), "service", permissions);
  });

  it.each(rows)("%s: %s", async (operation, expected) => {
    const letters: string[] = [];
    for (const [, actor] of WHO) letters.push(await outcome(OPERATIONS[operation](actor)));
    expect(letters.join("")).toBe(expected);
  });
});
