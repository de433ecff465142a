import { randomBytes } from "node:crypto";
import type { sql } from "drizzle-orm";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { contextOf } from "@/server/catalog/testing";
import { createBlueprint } from "@/server/catalog/service/blueprints";
import { createEntity } from "@/server/catalog/service/entities";
import type { Context } from "@/server/kernel/context";

export interface InsightStage {
  database: TestDatabase;
  admin: Context;
  /** A client of the API, as senders are. */
  sender: Context;
  rows<T>(query: ReturnType<typeof sql>): Promise<T[]>;
}

/** For tests: a database with the services shop, pay and search, owned by red, blue and nobody. */
export async function insightStage(): Promise<InsightStage> {
  process.env.WAYMARK_ENCRYPTION_KEY ??= randomBytes(32).toString("base64");
  process.env.NEXTAUTH_SECRET ??= randomBytes(32).toString("base64");
  process.env.DATABASE_URL ??= "postgres://unused";
  const database = await createTestDatabase();
  const admin = contextOf(database.db);
  const sender: Context = {
    ...admin,
    actor: { kind: "client", id: "client_1", name: "CI", role: "member", ownerId: null },
  };
  await createBlueprint(admin, {
    identifier: "service",
    title: "Service",
    schema: { properties: { repository: { type: "string" } }, required: [] },
  });
  for (const [identifier, team] of [
    ["shop", ["red"]],
    ["pay", ["blue"]],
    ["search", []],
  ] as const)
    await createEntity(admin, "service", {
      identifier,
      team: [...team],
      properties: { repository: `https://git.example/acme/${identifier}.git` },
    });
  return {
    database,
    admin,
    sender,
    rows: async <T>(query: ReturnType<typeof sql>) => [...(await database.db.execute(query))] as T[],
  };
}
