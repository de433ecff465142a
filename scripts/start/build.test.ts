import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { hashSources, isBuilt } from "@/scripts/start/build";

let root: string;
const write = (file: string, text: string) => {
  fs.mkdirSync(path.dirname(path.join(root, file)), { recursive: true });
  fs.writeFileSync(path.join(root, file), text);
};
beforeEach(() => {
  root = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-build-"));
  write("app/page.tsx", "one");
  write("server/a/service.ts", "two");
  write("package-lock.json", "{}");
});
afterEach(() => fs.rmSync(root, { recursive: true }));

describe("what decides whether to build again", () => {
  it("is every source by name and content, and the lock file", () => {
    const before = hashSources(root);
    expect(hashSources(root)).toBe(before);
    const changes = [
      () => write("app/page.tsx", "changed"),
      () => write("package-lock.json", '{"version":2}'),
      () => write("server/b/service.ts", "new"),
      () => fs.renameSync(path.join(root, "server/b"), path.join(root, "server/c")),
      () => fs.rmSync(path.join(root, "server/c"), { recursive: true }),
    ];
    const seen = new Set([before]);
    for (const change of changes.slice(0, 4)) {
      change();
      seen.add(hashSources(root));
    }
    expect(seen.size).toBe(5);
  });

  it("is not a test, nor anything outside of the sources", () => {
    const before = hashSources(root);
    write("app/page.test.tsx", "test");
    write("server/a/service.db.test.ts", "test");
    write("README.md", "text");
    expect(hashSources(root)).toBe(before);
  });

  it("asks for a whole build of exactly these sources", () => {
    const hash = hashSources(root);
    expect(isBuilt(root, hash)).toBe(false);
    write(".next/waymark-sources", hash);
    expect(isBuilt(root, hash)).toBe(false);
    write(".next/BUILD_ID", "x");
    expect(isBuilt(root, hash)).toBe(true);
    expect(isBuilt(root, "other")).toBe(false);
  });
});
