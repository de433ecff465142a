import { expect, it } from "vitest";
import { sha256 } from "@/server/kernel/secrets";
import { hashedPieces, hashOf } from "./chain";

const at = new Date("2026-01-02T03:04:05.678Z");
const row = {
  actorKind: "user",
  actorId: "u",
  actorName: 'Ada "the first"',
  origin: "API",
  action: "UPDATE",
  resourceType: "entity",
  resourceId: 'a","at":"b',
  blueprint: "service",
  runId: null,
  status: "SUCCESS",
  message: "ü\n",
  requestId: "q",
};

it.each([{ after: { b: [1, null, { z: 0.1, a: "é" }], a: undefined }, before: at }, null, undefined])(
  "gives the text that is hashed in pieces: %j",
  (diff) => {
    const { pieces, diff: text } = hashedPieces({ ...row, diff });
    const previousHash = "f".repeat(64);
    const whole = pieces[0] + at.toISOString() + pieces[1] + text + pieces[2] + previousHash + pieces[3];
    expect(sha256(whole)).toBe(
      hashOf({ ...row, at, previousHash, diff: diff && (JSON.parse(JSON.stringify(diff)) as unknown) }),
    );
  },
);
