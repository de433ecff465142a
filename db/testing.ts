import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { inject } from "vitest";
import { createDatabase } from "@/db/client";
import { roleNames } from "@/db/embedded/roles";

/** A migrated, empty database of one's own. `url` and `db` act as the portal's own role. */
export type TestDatabase = ReturnType<typeof createDatabase> & {
  url: string;
  /** Superuser on the same database: to look at, or break, what the portal's role may not. */
  adminUrl: string;
  /** Connection with which golden paths make databases on the same server. */
  provisionerUrl: string;
};

/** Clones the run's template; takes some tens of milliseconds. `close` ends its connections and drops it. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const server = inject("testServer");
  const name = `test_${randomBytes(6).toString("hex")}`;
  await asAdmin(
    `create database ${name} owner ${roleNames.app} template ${server.template}`,
    `revoke connect, temporary on database ${name} from public`,
  );
  const url = withDatabase(server.app, name);
  const client = createDatabase(url);
  return {
    ...client,
    url,
    adminUrl: withDatabase(server.admin, name),
    provisionerUrl: server.provisioner,
    close: async () => {
      await client.close();
      await dropDatabase(name);
    },
  };
}

/**
 * The server waits five seconds for connections that are just being closed; who is still there then is ended. Ending those
 * at once would be an error in a client that has said goodbye and listens no more.
 */
async function dropDatabase(name: string): Promise<void> {
  try {
    await asAdmin(`drop database if exists ${name}`);
  } catch (error) {
    if ((error as { code?: string }).code !== "55006") throw error;
    await asAdmin(`drop database if exists ${name} with (force)`);
  }
}

function withDatabase(address: string, name: string): string {
  const url = new URL(address);
  url.pathname = `/${name}`;
  return url.href;
}

async function asAdmin(...statements: string[]): Promise<void> {
  const sql = postgres(inject("testServer").admin, { max: 1, onnotice() {} });
  try {
    for (const statement of statements) await sql.unsafe(statement);
  } finally {
    await sql.end({ timeout: 5 });
  }
}
