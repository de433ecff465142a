import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { systemContext } from "@/server/kernel/context";
import { transaction } from "@/server/kernel/transaction";
import { loadModule, markApplied, takeIn, takeInAll } from "./versions";

let database: TestDatabase;
let root: string;
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.sql`delete from template_versions`;
  root = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-versions-"));
  fold("1.0.0", "one");
});
afterEach(() => fs.rmSync(root, { recursive: true }));

/** Lays a template into the folder, as whoever looks after the templates would. */
function fold(version: string, content: string, slug = "vm"): void {
  const files = {
    "template.json": JSON.stringify({ slug, title: "VM", version, description: "A machine." }),
    "definition.json": "{}",
    "docs.md": `# ${version}`,
    "module/main.tf": `output "x" { value = "${content}" }`,
  };
  for (const [file, text] of Object.entries(files)) {
    fs.mkdirSync(path.dirname(path.join(root, slug, file)), { recursive: true });
    fs.writeFileSync(path.join(root, slug, file), text);
  }
}

const from = () => ({ db: database.db, root });
const load = async (version?: string) => {
  const { snapshot, files } = await loadModule(from(), { template: "vm", version });
  return { version: snapshot.version, text: files[0]!.content.toString() };
};
const apply = async (version?: string) => {
  const { snapshot } = await loadModule(from(), { template: "vm", version });
  await transaction(systemContext(database.db, "test", "none"), (tx) => markApplied(tx, snapshot));
};

describe("a version of a template", () => {
  it("stays what it is when the folder has gone on to the next", async () => {
    await apply();
    fold("1.1.0", "two");
    expect(await load()).toMatchObject({ version: "1.1.0", text: expect.stringContaining("two") });
    expect(await load("1.0.0")).toMatchObject({ version: "1.0.0", text: expect.stringContaining("one") });
    fs.rmSync(path.join(root, "vm"), { recursive: true });
    expect(await load("1.1.0")).toMatchObject({ version: "1.1.0" });
  });

  it("has one hash, from the folder and from the table", async () => {
    const { snapshot } = await loadModule(from(), { template: "vm" });
    await apply();
    fold("1.1.0", "two");
    expect((await loadModule(from(), { template: "vm", version: "1.0.0" })).snapshot).toEqual(snapshot);
  });

  it("may change as long as nothing was applied", async () => {
    await load();
    fold("1.0.0", "mended");
    expect((await load()).text).toContain("mended");
    expect((await load("1.0.0")).text).toContain("mended");
  });

  it("is refused with other content once a run applied it; what runs on it goes on", async () => {
    await apply();
    fold("1.0.0", "changed underhand");
    await expect(load()).rejects.toThrow(/still called version 1\.0\.0/);
    expect((await load("1.0.0")).text).toContain("one");
  });

  it("that nobody has seen is refused, and so is an unknown template", async () => {
    await expect(load("9.9.9")).rejects.toThrow(/9\.9\.9.*not known here/);
    await expect(loadModule(from(), { template: "nosuch" })).rejects.toThrow("was not found");
  });

  it("that is recommended wins over the one in the folder", async () => {
    await takeIn(from(), "vm");
    fold("2.0.0", "two");
    await takeIn(from(), "vm");
    await database.sql`update template_versions set recommended = true where version = '1.0.0'`;
    expect((await load()).version).toBe("1.0.0");
  });
});

it("takes in every template at start, and passes over one with a fault", async () => {
  fold("0.1.0", "x", "good");
  fold("0.1.0", "x", "bad");
  fs.writeFileSync(path.join(root, "bad/template.json"), "{");
  await takeInAll(from());
  const rows = await database.sql`select slug, version from template_versions order by slug`;
  expect(rows.map((row) => `${row.slug} ${row.version}`)).toEqual(["good 0.1.0", "vm 1.0.0"]);
});

it("takes in the same version from many workers at once", async () => {
  await Promise.all(Array.from({ length: 8 }, () => takeIn(from(), "vm")));
  expect(await database.sql`select 1 from template_versions`).toHaveLength(1);
});
