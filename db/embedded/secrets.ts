import { randomBytes, randomUUID } from "node:crypto";
import fs from "node:fs";
import path from "node:path";
import { z } from "zod";
import { DatabaseProblem } from "@/db/embedded/problem";

const secretsSchema = z.object({
  /** Names the cluster's folder where that has to live outside the data folder. */
  cluster: z.uuid(),
  /** Kept, because databases made by golden paths publish it in their addresses. */
  port: z.number().int().optional(),
  superuser: z.string().min(20),
  app: z.string().min(20),
  provisioner: z.string().min(20),
});

/** Passwords and port of one installation's embedded server. */
export type EmbeddedSecrets = z.infer<typeof secretsSchema>;

const secretsFile = (dataDir: string) => path.join(dataDir, "secrets.json");

/** Replaces a file in one step with mode 0600, so that a killed process never leaves half of it. */
export function writePrivate(file: string, text: string): void {
  const next = `${file}.${process.pid}.new`;
  fs.writeFileSync(next, text, { mode: 0o600 });
  fs.renameSync(next, file);
}

/** Reads the installation's secrets; undefined where none were written yet. Throws DatabaseProblem when they are unreadable. */
export function readSecrets(dataDir: string): EmbeddedSecrets | undefined {
  const file = secretsFile(dataDir);
  if (!fs.existsSync(file)) return undefined;
  try {
    return secretsSchema.parse(JSON.parse(fs.readFileSync(file, "utf8")));
  } catch {
    throw new DatabaseProblem(
      `${file} is not readable as secrets: restore it from a backup, or move ${dataDir} aside to begin afresh.`,
    );
  }
}

/** Writes the installation's secrets. */
export function writeSecrets(dataDir: string, secrets: EmbeddedSecrets): void {
  writePrivate(secretsFile(dataDir), JSON.stringify(secrets, null, 2) + "\n");
}

/** New random secrets: 192 bits a password. */
export function newSecrets(): EmbeddedSecrets {
  const password = () => randomBytes(24).toString("base64url");
  return { cluster: randomUUID(), superuser: password(), app: password(), provisioner: password() };
}
