import { randomBytes } from "node:crypto";
import { runs } from "@/db/schema/runs";
import { workspaces } from "@/db/schema/workspaces";
import { users } from "@/db/schema/identity";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Actor, Context } from "@/server/kernel/context";
import { newId, newRunId, newToken } from "@/server/kernel/ids";
import { sha256 } from "@/server/kernel/secrets";
import { transaction } from "@/server/kernel/transaction";
import type { RunStatus } from "@/server/runs/schema";
import { grantToken } from "@/server/runs/store/executions";

/** A database that the route handlers use as the portal's own, with an administrator. For tests of the state backend. */
export async function stateDatabase() {
  const database = await createTestDatabase();
  Object.assign(process.env, {
    DATABASE_URL: database.url,
    NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
    WAYMARK_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
  });
  const [row] = await database.db
    .insert(users)
    .values({ email: "ada@example.com", name: "Ada", role: "admin" })
    .returning();
  if (!row) throw new Error("The administrator was not written.");
  const admin: Actor = {
    kind: "user",
    id: row.id,
    email: row.email,
    name: row.name,
    role: "admin",
    memberships: [],
  };
  const ctx: Context = { actor: admin, origin: "UI", requestId: newId(), db: database.db };
  return { database, ctx };
}

export async function newWorkspace(database: TestDatabase): Promise<string> {
  const entity = newId();
  const values = { name: `database/${entity}`, template: "postgres-database", blueprint: "database", entity };
  const [row] = await database.db.insert(workspaces).values(values).returning();
  if (!row) throw new Error("The workspace was not written.");
  return row.id;
}

/** A run in the given status with credentials for the workspace. */
export async function newRun(
  ctx: Context,
  workspaceId: string,
  status: RunStatus = "applying",
  validSeconds = 3600,
) {
  const id = newRunId();
  const action = {
    id: newId(),
    identifier: "create_database",
    title: "Database",
    icon: null,
    revision: 1,
    operation: "CREATE" as const,
  };
  const invocation = {
    type: "TERRAFORM" as const,
    template: "postgres-database",
    operation: "apply" as const,
    variables: {},
    timeoutMinutes: 60,
  };
  return transaction(ctx, async (tx) => {
    await tx.db.insert(runs).values({
      id,
      status,
      action: { ...action, invocation, requiredApproval: false, userInputs: {} },
      actionIdentifier: action.identifier,
      inputs: {},
      requesterId: newId(),
      requesterKind: "user",
      requesterName: "Dora",
      origin: "UI",
      workspaceId,
    });
    const token = newToken("wmr");
    await grantToken(tx, { tokenHash: sha256(token), runId: id, workspaceId }, validSeconds);
    return { id, token };
  });
}
