import { describe, expect, it } from "vitest";
import { compareWithHead, md5Base64, parseLockInfo, parseState } from "./rules";

const buffer = (value: unknown) => Buffer.from(typeof value === "string" ? value : JSON.stringify(value));

describe("a state", () => {
  it("is JSON with a serial and a lineage", () => {
    expect(parseState(buffer({ version: 4, serial: 3, lineage: "l" }))).toEqual({
      serial: 3,
      lineage: "l",
      resources: 0,
    });
    for (const bad of [
      "",
      "{",
      "null",
      "[]",
      "7",
      { serial: 1 },
      { serial: "1", lineage: "l" },
      { serial: -1, lineage: "l" },
      { serial: 1.5, lineage: "l" },
      { serial: 1, lineage: "" },
    ])
      expect(parseState(buffer(bad))).toBeNull();
  });

  it("follows another only upwards in one lineage; the same bytes again change nothing", () => {
    const head = { serial: 5, lineage: "l", sha256: "a" };
    expect(compareWithHead(null, head)).toBe("store");
    expect(compareWithHead(head, { ...head, serial: 6, sha256: "b" })).toBe("store");
    expect(compareWithHead(head, head)).toBe("repeat");
    expect(compareWithHead(head, { ...head, sha256: "b" })).toHaveProperty("conflict");
    expect(compareWithHead(head, { ...head, serial: 4, sha256: "b" })).toHaveProperty("conflict");
    expect(compareWithHead(head, { ...head, serial: 6, lineage: "m", sha256: "b" })).toHaveProperty(
      "conflict",
    );
  });
});

it("reads lock information, and tells an empty body from a wrong one", () => {
  expect(parseLockInfo(buffer({ ID: "x", Who: "me" }))).toEqual({ ID: "x", Who: "me" });
  expect(parseLockInfo(buffer(""))).toBeNull();
  for (const bad of ["{", "[]", "null", {}, { ID: 1 }, { ID: "" }, { ID: "x".repeat(201) }])
    expect(parseLockInfo(buffer(bad))).toBeUndefined();
});

it("digests as the Content-MD5 header has it (RFC 1864)", () => {
  expect(md5Base64(Buffer.from(""))).toBe("1B2M2Y8AsgTpgAmY7PhCfg==");
  expect(md5Base64(Buffer.from("state"))).toBe("ntOeLqkxWGtqmFppQu9XPg==");
});
