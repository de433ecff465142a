import { randomBytes } from "node:crypto";
import fs from "node:fs";
import { createDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
import { bundleText, parseBundle, type Format } from "@/server/bundle/core/text";
import type { BundlePlan } from "@/server/bundle/schema";
import { applyBundle, planBundle } from "@/server/bundle/service/apply";
import { exportBundle } from "@/server/bundle/service/export";
import { createUser, getUserByEmail, setPassword, setRole } from "@/server/identity/service/people";
import { systemContext } from "@/server/kernel/context";
import { DomainError } from "@/server/kernel/errors";
import { transaction } from "@/server/kernel/transaction";

export interface MadeAdministrator {
  email: string;
  /** Shown once; null where the person keeps what they sign in with. */
  password: string | null;
  created: boolean;
}

/**
 * Makes a person an administrator: the way into an installation that has none, for whoever can reach its database.
 * A new person gets a random password, an existing one keeps theirs unless `newPassword` is set.
 */
export async function makeAdministrator(
  databaseUrl: string,
  input: { email: string; name: string; newPassword: boolean },
): Promise<MadeAdministrator> {
  const { db, close } = createDatabase(databaseUrl, { max: 1 });
  const password = randomBytes(15).toString("base64url");
  try {
    return await transaction(systemContext(db, "administrator set-up", "set-up"), async (tx) => {
      const known = await getUserByEmail(tx, input.email).catch((error: unknown) => {
        if (error instanceof DomainError && error.code === "not_found") return null;
        throw error;
      });
      if (!known) {
        const user = await createUser(tx, { email: input.email, name: input.name, role: "admin", password });
        return { email: user.email, password, created: true };
      }
      if (known.role !== "admin") await setRole(tx, known.id, "admin");
      if (input.newPassword) await setPassword(tx, known.id, password);
      return { email: known.email, password: input.newPassword ? password : null, created: false };
    });
  } finally {
    await close();
  }
}

/** The whole model as text, for a back-up or another portal; `entities`: with what is in it. */
export async function exportModel(
  databaseUrl: string,
  options: { format: Format; entities: boolean },
): Promise<string> {
  const { db, close } = createDatabase(databaseUrl, { max: 1 });
  try {
    const bundle = await exportBundle(systemContext(db, "export", "export"), options);
    return bundleText(bundle, options.format);
  } finally {
    await close();
  }
}

/** Makes the portal as the text of a bundle says, or with `dryRun` says what that would do. */
export async function importModel(
  databaseUrl: string,
  text: string,
  { prune, dryRun }: { prune: boolean; dryRun: boolean },
): Promise<BundlePlan> {
  const { db, close } = createDatabase(databaseUrl, { max: 2 });
  try {
    const work = dryRun ? planBundle : applyBundle;
    return await work(systemContext(db, "import", "import"), parseBundle(text), { prune });
  } finally {
    await close();
  }
}

function describe({ steps, counts, issues }: BundlePlan): string {
  return [
    ...steps.flatMap(({ kind, type, identifier }) =>
      kind === "same" ? [] : [`${kind} ${type} ${identifier}`],
    ),
    ...issues.map(({ path, message }) => `refused at ${path.join(".") || "the bundle"}: ${message}`),
    `${counts.create} new, ${counts.change} changed, ${counts.delete} deleted, ${counts.same} the same`,
  ].join("\n");
}

/** `export` and `import` of the model. Out: whether it was one of them. */
async function moveModel(databaseUrl: string, args: string[]): Promise<boolean> {
  const [command, file] = args.filter((arg) => !arg.startsWith("--"));
  if (command === "export") {
    const format = args.includes("--json") ? "json" : "yaml";
    process.stdout.write(await exportModel(databaseUrl, { format, entities: args.includes("--entities") }));
    return true;
  }
  if (command !== "import" || !file) return false;
  const options = { prune: args.includes("--prune"), dryRun: args.includes("--dry-run") };
  const plan = await importModel(databaseUrl, fs.readFileSync(file, "utf8"), options);
  console.log(describe(plan));
  if (plan.issues.length) process.exitCode = 1;
  return true;
}

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const [email, name] = args.filter((arg) => !arg.startsWith("--"));
  const { DATABASE_URL } = process.env;
  if (!email || !DATABASE_URL) {
    console.error(
      [
        'Say who, and where: DATABASE_URL=postgres://… npm run admin -- ada@example.com "Ada Okafor" [--new-password]',
        "The whole model:    npm run -s admin -- export [--json] [--entities] > bundle.yaml",
        "                    npm run admin -- import bundle.yaml [--dry-run] [--prune]",
      ].join("\n"),
    );
    process.exitCode = 2;
    return;
  }
  await migrateDatabase(DATABASE_URL);
  if (await moveModel(DATABASE_URL, args)) return;
  const made = await makeAdministrator(DATABASE_URL, {
    email,
    name: name ?? email,
    newPassword: args.includes("--new-password"),
  });
  console.log(`${made.email} is an administrator${made.created ? " (new)" : ""}.`);
  if (made.password) console.log(`Password, shown this once: ${made.password}`);
}

if (process.argv[1] === import.meta.filename)
  await main().catch((error: unknown) => {
    console.error(error instanceof Error ? error.message : String(error));
    process.exitCode = 1;
  });
