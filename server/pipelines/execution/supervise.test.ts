import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, expect, it } from "vitest";
import { hostId } from "@/server/kernel/heartbeats";
import { executionsDir } from "./files";
import { Supervision } from "./supervise";

const dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-sweep-"));
afterEach(() => fs.rmSync(dataDir, { recursive: true, force: true }));

it("sweeps old leftovers and leaves the name of the machine", async () => {
  const host = hostId(dataDir);
  const root = executionsDir(dataDir);
  const fresh = path.join(root, ".gone-2-b");
  for (const folder of [".new-1-a", ".gone-1-a"]) fs.mkdirSync(path.join(root, folder));
  const longAgo = new Date(Date.now() - 3_600_000);
  for (const name of fs.readdirSync(root)) fs.utimesSync(path.join(root, name), longAgo, longAgo);
  fs.mkdirSync(fresh);

  await new Supervision({ dataDir, graceMs: 0, lastGraceMs: 0, onNotice: () => undefined }).sweep();

  expect(fs.readdirSync(root).sort()).toEqual([".gone-2-b", ".host"]);
  expect(hostId(dataDir)).toBe(host);
});
