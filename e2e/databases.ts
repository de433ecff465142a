import { randomBytes } from "node:crypto";
import postgres from "postgres";
import { addressOf } from "../db/embedded/roles";
import { readSecrets } from "../db/embedded/secrets";
import { dataDir } from "./portal";

/** A name that no other journey uses. */
export const newName = (prefix: string) => `${prefix}_${randomBytes(4).toString("hex")}`;

/** Runs something on a database, by its address. */
export async function withDatabase<T>(url: string, work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const sql = postgres(url, { max: 1, connect_timeout: 15, onnotice: () => undefined });
  try {
    return await work(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

/** Runs something with the account that the portal itself makes databases with. */
export function asProvisioner<T>(work: (sql: postgres.Sql) => Promise<T>): Promise<T> {
  const secrets = readSecrets(dataDir());
  if (!secrets?.port) throw new Error(`There are no secrets in ${dataDir()}.`);
  return withDatabase(addressOf("provisioner", secrets, secrets.port, "postgres"), work);
}

/** Whether the server has a database or a role of this name. */
export const existsOnServer = (name: string): Promise<boolean> =>
  asProvisioner(async (sql) => {
    const rows = await sql`select datname from pg_database where datname = ${name}
      union all select rolname from pg_roles where rolname = ${name}`;
    return rows.length > 0;
  });
