import postgres from "postgres";
import type { EmbeddedSecrets } from "@/db/embedded/secrets";

/** Name of the portal's own database. */
export const databaseName = "waymark";

/** The three accounts of the embedded server, from the mightiest to the least. */
export const roleNames = {
  superuser: "postgres",
  provisioner: "waymark_provisioner",
  app: "waymark_app",
} as const;

/** An address of the embedded server. */
export function addressOf(
  role: keyof typeof roleNames,
  secrets: EmbeddedSecrets,
  port: number,
  database: string,
): string {
  return `postgres://${roleNames[role]}:${encodeURIComponent(secrets[role])}@127.0.0.1:${port}/${database}`;
}

/**
 * Brings roles, database and extensions to what the portal expects; safe to run at every start.
 *
 * The portal's role is neither superuser nor able to make roles, so that an injected statement cannot reach the operating
 * system (COPY … FROM PROGRAM). The provisioner may make databases and roles for golden paths, but cannot open the portal's.
 */
export async function ensureRoles(secrets: EmbeddedSecrets, port: number): Promise<void> {
  const { app, provisioner } = roleNames;
  const sql = postgres(addressOf("superuser", secrets, port, "postgres"), { max: 1, onnotice() {} });
  try {
    const existing = new Set((await sql`select rolname from pg_roles`).map((row) => row.rolname as string));
    for (const role of [app, provisioner]) if (!existing.has(role)) await sql.unsafe(`create role ${role}`);
    const modest = "login nosuperuser noreplication nobypassrls";
    await sql.unsafe(`
      alter role ${app} with ${modest} nocreaterole nocreatedb password '${secrets.app}';
      alter role ${provisioner} with ${modest} createrole createdb password '${secrets.provisioner}';
      alter role ${provisioner} set createrole_self_grant = 'set, inherit';
      revoke connect on database postgres from public;
      revoke connect on database template1 from public;
      grant connect on database postgres to ${provisioner};`);
    const [database] = await sql`select 1 from pg_database where datname = ${databaseName}`;
    if (!database) await sql.unsafe(`create database ${databaseName} owner ${app}`);
    await sql.unsafe(`revoke connect, temporary on database ${databaseName} from public`);
  } finally {
    await sql.end({ timeout: 5 });
  }
  // template1 too, so that databases cloned or made later carry the extensions without a superuser.
  for (const database of ["template1", databaseName]) await ensureExtensions(secrets, port, database);
}

async function ensureExtensions(secrets: EmbeddedSecrets, port: number, database: string): Promise<void> {
  const sql = postgres(addressOf("superuser", secrets, port, database), { max: 1, onnotice() {} });
  try {
    await sql`create extension if not exists pg_trgm`;
    await sql`create extension if not exists unaccent`;
  } finally {
    await sql.end({ timeout: 5 });
  }
}
