import { randomBytes } from "node:crypto";
import { createDatabase } from "@/db/client";
import { migrateDatabase } from "@/db/migrate";
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

async function main(): Promise<void> {
  const args = process.argv.slice(2);
  const [email, name] = args.filter((arg) => !arg.startsWith("--"));
  const { DATABASE_URL } = process.env;
  if (!email || !DATABASE_URL) {
    console.error(
      'Say who, and where: DATABASE_URL=postgres://… npm run admin -- ada@example.com "Ada Okafor" [--new-password]',
    );
    process.exitCode = 2;
    return;
  }
  await migrateDatabase(DATABASE_URL);
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
