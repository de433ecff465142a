import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import postgres from "postgres";
import type { TestProject } from "vitest/node";
import { removeEmbedded, removeEmbeddedNow, startEmbedded } from "@/db/embedded";
import { roleNames } from "@/db/embedded/roles";
import { migrateDatabase } from "@/db/migrate";

declare module "vitest" {
  interface ProvidedContext {
    /** The server of this run. `app` and `provisioner` are addresses whose database is to be replaced. */
    testServer: { admin: string; app: string; provisioner: string; template: string };
  }
}

const prefix = "waymark-test-";
const template = "waymark_template";

/** A test server has nothing to lose, so it need not wait for the disk. */
const hasty = { fsync: "off", synchronous_commit: "off", full_page_writes: "off", max_wal_size: "4GB" };

/** One PostgreSQL for the whole run, with a migrated template that every test file clones; all of it is removed afterwards. */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  await sweep();
  const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), `${prefix}${process.pid}-`));
  const atExit = () => removeEmbeddedNow(dataDir);
  process.once("exit", atExit);
  const server = await startEmbedded({ dataDir, settings: hasty });
  const admin = postgres(server.adminUrl, { max: 1, onnotice() {} });
  await admin.unsafe(`create database ${template} owner ${roleNames.app}`);
  await admin.end();
  const templateUrl = new URL(server.appUrl);
  templateUrl.pathname = `/${template}`;
  await migrateDatabase(templateUrl.href);
  const { adminUrl, appUrl, provisionerUrl } = server;
  project.provide("testServer", { admin: adminUrl, app: appUrl, provisioner: provisionerUrl, template });
  return async () => {
    await removeEmbedded(dataDir);
    process.off("exit", atExit);
  };
}

/** Removes what runs left that were killed before they could clean up. */
async function sweep(): Promise<void> {
  for (const name of fs.readdirSync(os.tmpdir())) {
    if (!name.startsWith(prefix)) continue;
    const owner = Number(name.slice(prefix.length).split("-")[0]);
    if (!isAlive(owner)) await removeEmbedded(path.join(os.tmpdir(), name));
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}
