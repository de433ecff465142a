import { randomBytes } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { writePrivate } from "@/db/embedded/secrets";
import { Problem } from "@/scripts/start/problem";

const keysSchema = z.object({
  NEXTAUTH_SECRET: z.string().min(32),
  WAYMARK_ENCRYPTION_KEY: z.base64().length(44),
});

/** What signs sessions, and what encrypts secrets at rest (32 bytes in base64). */
export type Keys = z.infer<typeof keysSchema>;

/**
 * The keys of this installation: from the environment, else, for a demo on this machine only, random ones that are kept
 * in the data folder. Throws Problem when a production start lacks them.
 */
export function findKeys(
  dataDir: string,
  environment: Record<string, string | undefined>,
  demo: boolean,
): Keys {
  const given = {
    NEXTAUTH_SECRET: environment.NEXTAUTH_SECRET,
    WAYMARK_ENCRYPTION_KEY: environment.WAYMARK_ENCRYPTION_KEY,
  };
  const missing = Object.entries(given).filter(([, value]) => !value);
  if (missing.length > 0 && !demo) {
    throw new Problem(
      `${missing.map(([name]) => name).join(" and ")} must be set for production: make each with \`openssl rand -base64 32\` and keep them, since what they encrypt is lost without them.`,
    );
  }
  const keys = {
    ...(demo ? keptKeys(dataDir) : undefined),
    ...Object.fromEntries(Object.entries(given).filter(([, v]) => v)),
  };
  const checked = keysSchema.safeParse(keys);
  if (checked.success) return checked.data;
  const names = checked.error.issues.map((issue) => issue.path.join(".")).join(" and ");
  throw new Problem(
    `${names} cannot be used: NEXTAUTH_SECRET needs 32 characters or more, WAYMARK_ENCRYPTION_KEY 32 bytes in base64; \`openssl rand -base64 32\` makes either.`,
  );
}

function keptKeys(dataDir: string): Keys {
  const file = path.join(dataDir, "keys.json");
  if (fs.existsSync(file)) {
    const kept = keysSchema.safeParse(JSON.parse(fs.readFileSync(file, "utf8")));
    if (kept.success) return kept.data;
    throw new Problem(
      `${file} does not hold this installation's keys: restore it, or move ${dataDir} aside to begin afresh.`,
    );
  }
  const random = () => randomBytes(32).toString("base64");
  const keys = { NEXTAUTH_SECRET: random(), WAYMARK_ENCRYPTION_KEY: random() };
  writePrivate(file, JSON.stringify(keys, null, 2) + "\n");
  return keys;
}
