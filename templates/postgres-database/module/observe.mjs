// Looks at what the module made, for a check of drift: no provider knows these resources, so that none refreshes them. Reads the
// state (`terraform show -json`) and writes what is other than it says: attributes by address, null for what is gone.
import fs from "node:fs";
import { createRequire } from "node:module";

const { PGADMIN_URL, WAYMARK_PACKAGES } = process.env;

const state = JSON.parse(fs.readFileSync("state.json", "utf8"));
const resources = state.values?.root_module?.resources ?? [];
const inputOf = (name) =>
  resources.find(({ address }) => address === `terraform_data.${name}`)?.values?.input;

function parsed(text) {
  try {
    return JSON.parse(text);
  } catch {
    return { comment: text };
  }
}

async function observe(sql, { name }) {
  const [found] = await sql`
    select r.rolcanlogin as login, d.oid is not null as there, shobj_description(d.oid, 'pg_database') as comment
    from pg_roles r left join pg_database d on d.datname = r.rolname and d.datdba = r.oid where r.rolname = ${name}`;
  if (!found?.there) return { "terraform_data.creation": null };
  const seen = {};
  const settings = inputOf("settings");
  if (settings) seen["terraform_data.settings"] = { input: parsed(found.comment ?? "") };
  const login = inputOf("login");
  if (login && !found.login) seen["terraform_data.login"] = { input: { ...login, can_sign_in: false } };
  return seen;
}

const creation = inputOf("creation");
if (!creation) console.log("{}");
else {
  if (!PGADMIN_URL) throw new Error("PGADMIN_URL is missing: the connection of the action must set it.");
  const postgres = createRequire(WAYMARK_PACKAGES ?? import.meta.url)("postgres");
  const sql = postgres(PGADMIN_URL, { max: 1, connect_timeout: 15, onnotice() {} });
  try {
    console.log(JSON.stringify(await observe(sql, creation)));
  } finally {
    await sql.end({ timeout: 5 });
  }
}
