import { randomBytes } from "node:crypto";
import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { findKeys } from "@/scripts/start/keys";

let dataDir: string;
beforeEach(() => {
  dataDir = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-keys-"));
});
afterEach(() => fs.rmSync(dataDir, { recursive: true }));

const key = () => randomBytes(32).toString("base64");

describe("the installation's keys", () => {
  it("are random for each demo, private, and the same at the next start", () => {
    const first = findKeys(dataDir, {}, true);
    expect(findKeys(dataDir, {}, true)).toEqual(first);
    expect(fs.statSync(path.join(dataDir, "keys.json")).mode & 0o777).toBe(0o600);
    expect(Buffer.from(first.WAYMARK_ENCRYPTION_KEY, "base64")).toHaveLength(32);
    fs.rmSync(path.join(dataDir, "keys.json"));
    expect(findKeys(dataDir, {}, true).NEXTAUTH_SECRET).not.toBe(first.NEXTAUTH_SECRET);
  });

  it("must be given for production, and are never made up", () => {
    expect(() => findKeys(dataDir, {}, false)).toThrow(
      /^NEXTAUTH_SECRET and WAYMARK_ENCRYPTION_KEY must be set for production: make each with `openssl rand -base64 32`/,
    );
    expect(() => findKeys(dataDir, { NEXTAUTH_SECRET: key() }, false)).toThrow(
      /^WAYMARK_ENCRYPTION_KEY must be set/,
    );
    expect(fs.readdirSync(dataDir)).toEqual([]);
    const given = { NEXTAUTH_SECRET: key(), WAYMARK_ENCRYPTION_KEY: key() };
    expect(findKeys(dataDir, given, false)).toEqual(given);
  });

  it("are refused when they are too weak", () => {
    const weak = { NEXTAUTH_SECRET: "secret", WAYMARK_ENCRYPTION_KEY: "c2VjcmV0" };
    expect(() => findKeys(dataDir, weak, false)).toThrow(
      /^NEXTAUTH_SECRET and WAYMARK_ENCRYPTION_KEY cannot be used/,
    );
  });

  it("are not replaced when their file is damaged, since what they encrypted would be lost", () => {
    fs.writeFileSync(path.join(dataDir, "keys.json"), "{}");
    expect(() => findKeys(dataDir, {}, true)).toThrow(/restore it, or move .* aside/);
  });
});
