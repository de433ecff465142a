// What the module does on the server. Every step can be repeated: a run that was cut short is simply run again.
//
// Environment: PGADMIN_URL (an account that may make databases and roles), DATABASE_NAME, DATABASE_MARK, and by step
// DATABASE_PASSWORD or DATABASE_SETTINGS. WAYMARK_PACKAGES names the package.json beside which the client is installed.
import { createRequire } from "node:module";

const {
  PGADMIN_URL,
  DATABASE_NAME: name = "",
  DATABASE_MARK: mark = "",
  DATABASE_PASSWORD,
  DATABASE_SETTINGS,
  WAYMARK_PACKAGES,
} = process.env;
const RESERVED =
  /^(pg_.*|waymark.*|postgres|template[01]|public|none|all|root|admin|user|current_user|current_role|session_user)$/;

const identifier = (text) => `"${text.replaceAll('"', '""')}"`;
// Without backslashes, which only texts with an E in front give a meaning.
const literal = (text) =>
  text.includes("\\")
    ? ` E'${text.replaceAll("\\", "\\\\").replaceAll("'", "''")}'`
    : `'${text.replaceAll("'", "''")}'`;

class Refusal extends Error {}

const steps = {
  async create(sql) {
    const role = await ownRole(sql);
    const database = await findDatabase(sql);
    if (database && database.owner !== name)
      throw new Refusal(
        `A database "${name}" exists already and belongs to "${database.owner}". Choose another name.`,
      );
    if (!role) {
      if (database) throw new Refusal(`A database "${name}" exists already. Choose another name.`);
      // Role and mark appear together, so that a role without its mark is never ours.
      await sql.begin(async (tx) => {
        await tx.unsafe(`create role ${identifier(name)} nologin`);
        await tx.unsafe(`comment on role ${identifier(name)} is ${literal(mark)}`);
      });
      console.log(`Role ${name} was made.`);
    }
    // Whoever makes a database for a role must be a member of it; a superuser need not, and may.
    await sql.unsafe(`grant ${identifier(name)} to current_user`);
    if (!database) {
      // template0: the other template cannot be copied while anybody is connected to it.
      await sql.unsafe(
        `create database ${identifier(name)} owner ${identifier(name)} template template0 encoding 'UTF8'`,
      );
      console.log(`Database ${name} was made.`);
    }
    await sql.unsafe(`revoke connect, temporary on database ${identifier(name)} from public`);
    console.log(`Database ${name} is open to its own role only.`);
  },

  async "set-password"(sql) {
    if (!DATABASE_PASSWORD) throw new Refusal("DATABASE_PASSWORD is missing.");
    await mustOwn(sql);
    await sql.unsafe(`alter role ${identifier(name)} login password ${literal(DATABASE_PASSWORD)}`);
    console.log(`Role ${name} can sign in.`);
  },

  async describe(sql) {
    await mustOwn(sql);
    await sql.unsafe(`comment on database ${identifier(name)} is ${literal(DATABASE_SETTINGS ?? "")}`);
    console.log(`The settings are written on database ${name}.`);
  },

  async drop(sql) {
    const role = await findRole(sql);
    if (role && role.mark !== mark) {
      // A creation that failed because the name was taken is undone by leaving alone what is not its own.
      console.log(
        `Role ${name} was not made by this database's runs, so it stays, and so does what it owns.`,
      );
      return;
    }
    const database = await findDatabase(sql);
    if (!role) {
      if (database)
        throw new Refusal(
          `Database "${name}" is not dropped: its role is gone, and it now belongs to "${database.owner}".`,
        );
      console.log(`Database ${name} was gone already.`);
      return;
    }
    if (database && database.owner !== name)
      throw new Refusal(`Database "${name}" is not dropped: it now belongs to "${database.owner}".`);
    await sql.unsafe(`grant ${identifier(name)} to current_user`);
    if (database) await sql.unsafe(`drop database ${identifier(name)} with (force)`);
    await sql.unsafe(`drop role ${identifier(name)}`);
    console.log(`Database and role ${name} were dropped.`);
  },
};

async function findRole(sql) {
  const [role] =
    await sql`select shobj_description(oid, 'pg_authid') as mark from pg_roles where rolname = ${name}`;
  return role;
}

/** The role, if there is one; one that bears another mark is not touched. */
async function ownRole(sql) {
  const role = await findRole(sql);
  if (role && role.mark !== mark)
    throw new Refusal(
      `A role "${name}" exists already, and was not made by this database's runs. Choose another name.`,
    );
  return role;
}

async function mustOwn(sql) {
  if (!(await ownRole(sql)))
    throw new Refusal(`The role "${name}" is gone: somebody dropped it outside of the portal.`);
}

async function findDatabase(sql) {
  const [database] =
    await sql`select pg_get_userbyid(datdba) as owner from pg_database where datname = ${name}`;
  return database;
}

async function main() {
  const step = steps[process.argv[2] ?? ""];
  if (!step) throw new Refusal(`There is no step "${process.argv[2]}".`);
  if (!PGADMIN_URL) throw new Refusal("PGADMIN_URL is missing: the connection of the action must set it.");
  if (!/^[a-z][a-z0-9_]{2,39}$/.test(name) || RESERVED.test(name))
    throw new Refusal(`"${name}" cannot be the name of a database.`);
  if (!mark) throw new Refusal("DATABASE_MARK is missing.");
  const postgres = createRequire(WAYMARK_PACKAGES ?? import.meta.url)("postgres");
  const sql = postgres(PGADMIN_URL, { max: 1, connect_timeout: 15, onnotice() {} });
  try {
    await step(sql);
  } finally {
    await sql.end({ timeout: 5 });
  }
}

main().catch((error) => {
  // The server's message names the fault; its query may hold the password.
  console.error(
    error instanceof Refusal
      ? error.message
      : `PostgreSQL: ${error.message}${error.code ? ` (${error.code})` : ""}`,
  );
  process.exit(1);
});
