import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { createDatabase, type Transaction } from "@/db/client";
import { installation } from "@/db/schema/kernel";
import { createAction } from "@/server/actions/service/definitions";
import { createBlueprint, updateBlueprint } from "@/server/catalog/service/blueprints";
import { createEntity } from "@/server/catalog/service/entities";
import { askForLoading } from "@/server/demo/service/status";
import { createApiClient } from "@/server/identity/service/clients";
import { createUser, getUserByEmail, setPassword } from "@/server/identity/service/people";
import { createTeam, setMembership } from "@/server/identity/service/teams";
import { systemContext } from "@/server/kernel/context";
import { transaction, type TransactionContext } from "@/server/kernel/transaction";
import { upsertConnection } from "@/server/pipelines/service";
import { loadTemplate } from "@/server/pipelines/templates";
import { SERVICE_BLUEPRINT } from "@/server/demo/core/blueprint";
import { SERVICE_COUNTS, SERVICES, TEAMS, PEOPLE } from "./demo-organisation";

export interface DemoAccounts {
  client: { clientId: string; clientSecret: string };
  people: {
    name: string;
    email: string;
    password: string;
    role: string;
    team: string | null;
    title: string;
  }[];
}

export interface SeedInput {
  databaseUrl: string;
  /** A role that may create databases and roles: what the database golden path works with. Empty: no connection is made. */
  provisionerUrl: string;
  /** Where the portal answers. */
  address: string;
  /** 32 bytes in base64; encrypts the connection. */
  encryptionKey: string;
  /** Also has nine months of a whole organisation loaded in the background. */
  whole: boolean;
}

/** The golden paths of the demo. */
const TEMPLATES = ["postgres-database", "ephemeral-environment"];

/** A password that can be read aloud: 100 random bits in five groups. */
const password = () =>
  randomBytes(13)
    .toString("hex")
    .slice(0, 25)
    .replace(/(.{5})(?=.)/g, "$1-");

/**
 * Fills an empty installation with the demo organisation: teams, people with random passwords, an API client, a few
 * services, and the database golden path. One transaction: all of it, or nothing. Where it was done before, the accounts get
 * new passwords and a new client.
 */
export async function seedDemo(input: SeedInput): Promise<DemoAccounts> {
  process.env.DATABASE_URL ??= input.databaseUrl;
  process.env.WAYMARK_ENCRYPTION_KEY ??= input.encryptionKey;
  process.env.NEXTAUTH_SECRET ??= randomBytes(32).toString("base64");
  const { db, close } = createDatabase(input.databaseUrl, { max: 2 });
  try {
    return await transaction(systemContext(db, "demo seed", "seed"), (tx) => seed(tx, input));
  } finally {
    await close();
  }
}

async function seed(tx: TransactionContext, input: SeedInput): Promise<DemoAccounts> {
  if (!(await markSeeded(tx.db))) return reissue(tx);
  for (const team of TEAMS) await createTeam(tx, team);
  const people: DemoAccounts["people"] = [];
  let administrator = "";
  for (const person of PEOPLE) {
    const secret = password();
    const user = await createUser(tx, {
      email: person.email,
      name: person.name,
      role: person.role,
      password: secret,
    });
    if (person.role === "admin") administrator = user.id;
    if (person.team)
      await setMembership(tx, { team: person.team, userId: user.id, role: person.lead ? "lead" : "member" });
    people.push(accountOf(person, secret));
  }
  const client = await createApiClient(tx, { name: "Demo client", role: "admin", ownerId: administrator });
  await createBlueprint(tx, SERVICE_BLUEPRINT);
  for (const service of SERVICES) await createEntity(tx, "service", service, {});
  const templates = await Promise.all(TEMPLATES.map((slug) => loadTemplate(slug)));
  const blueprints = templates.flatMap(({ definition }) => definition.blueprints);
  for (const blueprint of blueprints) await createBlueprint(tx, blueprint);
  await updateBlueprint(tx, SERVICE_BLUEPRINT.identifier, SERVICE_COUNTS);
  if (input.provisionerUrl) {
    await upsertConnection(tx, {
      identifier: "postgres-server",
      title: "PostgreSQL server",
      description: "The server on which the database golden path creates databases.",
      variables: { PGADMIN_URL: input.provisionerUrl, TF_VAR_server_version: await serverVersion(tx.db) },
    });
  }
  const actions = templates.flatMap(({ definition }) => definition.actions);
  for (const action of actions) await createAction(tx, action);
  // The worker does it once it runs, so that nobody waits for it to sign in.
  if (input.whole) await askForLoading(tx);
  return { client: { clientId: client.clientId, clientSecret: client.clientSecret }, people };
}

/** "18.4": what the database golden path shows as the server's version. */
async function serverVersion(db: Transaction): Promise<string> {
  const [row] = await db.execute<{ server_version: string }>(sql`show server_version`);
  return row?.server_version ?? "";
}

/** Out: false when the installation had been seeded before. */
async function markSeeded(db: Transaction): Promise<boolean> {
  const rows = await db
    .insert(installation)
    .values({ key: "seed", value: { scenario: "demo" } })
    .onConflictDoNothing()
    .returning();
  return rows.length === 1;
}

/**
 * New passwords and a new client for a demo that exists: its file was lost, or the first start was killed after the seed and
 * before the file was written.
 */
async function reissue(tx: TransactionContext): Promise<DemoAccounts> {
  const people: DemoAccounts["people"] = [];
  let administrator = "";
  for (const person of PEOPLE) {
    const user = await getUserByEmail(tx, person.email);
    const secret = password();
    await setPassword(tx, user.id, secret);
    if (person.role === "admin") administrator = user.id;
    people.push(accountOf(person, secret));
  }
  const client = await createApiClient(tx, { name: "Demo client", role: "admin", ownerId: administrator });
  return { client: { clientId: client.clientId, clientSecret: client.clientSecret }, people };
}

const accountOf = ({ name, email, role, team, title }: (typeof PEOPLE)[number], secret: string) => ({
  name,
  email,
  password: secret,
  role,
  team,
  title,
});
