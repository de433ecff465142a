import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/server/kernel/context";
import { Conflict, Forbidden } from "@/server/kernel/errors";
import { transaction } from "@/server/kernel/transaction";
import { approvalsStage, type ApprovalsStage, requirement, stageOf } from "../testing";
import { decide } from "./decide";
import { claimApproved, expireDue, withdrawApproval } from "./request";

/** Each race is run so many times, several at once; `bench/faults/approvals.ts` runs each 200 times. */
const ROUNDS = Number(process.env.APPROVAL_RACES ?? 20);
const AT_ONCE = 5;
const LONGEST_MS = 120_000;

let s: ApprovalsStage;
beforeAll(async () => {
  s = await approvalsStage();
});
afterAll(() => s.close());

const yes = { status: "APPROVE" } as const;
const no = { status: "DECLINE", description: "No" } as const;
const claim = (runId: string) =>
  transaction(s.as(s.people.admin), (tx) => claimApproved(tx, { runId, subjectHash: "h1" }));
const decidedEvents = async (runId: string): Promise<number> => {
  const [row] = await s.db.execute<{ n: number }>(
    sql`select count(*)::int as n from outbox where type = 'approval.decided' and payload ->> 'runId' = ${runId}`,
  );
  return row!.n;
};

async function rounds(race: (round: number) => Promise<void>): Promise<void> {
  for (let first = 0; first < ROUNDS; first += AT_ONCE)
    await Promise.all(Array.from({ length: AT_ONCE }, (_, i) => race(first + i)));
}

const ofStatus = <S extends "fulfilled" | "rejected">(results: PromiseSettledResult<unknown>[], status: S) =>
  results.filter((result) => result.status === status);

it(
  "two who approve at once, where one is needed: one counts, the other is told",
  () =>
    rounds(async () => {
      const runId = await s.open(requirement([stageOf("Operations", 1, { teams: ["sre"] })]));
      const results = await Promise.allSettled([
        decide(s.as(s.people.sre1), runId, yes),
        decide(s.as(s.people.sre2), runId, yes),
      ]);
      expect(ofStatus(results, "fulfilled")).toHaveLength(1);
      for (const result of results)
        if (result.status === "rejected") expect(result.reason).toBeInstanceOf(Conflict);
      expect(await decidedEvents(runId)).toBe(1);
    }),
  LONGEST_MS,
);

it(
  "one person twice, by two sessions and a token, where two are needed: one vote",
  () =>
    rounds(async () => {
      const runId = await s.open(requirement([stageOf("Operations", 2, { teams: ["sre"] })]));
      const { sre1 } = s.people;
      const token: Actor = { kind: "client", id: sre1.id, name: "token", role: "member", ownerId: sre1.id };
      const results = await Promise.allSettled([
        decide(s.as({ ...sre1, sessionId: "a" }), runId, yes),
        decide({ ...s.as({ ...sre1, sessionId: "b" }), origin: "API" }, runId, yes),
        decide(s.as(token), runId, yes),
      ]);
      expect(ofStatus(results, "fulfilled")).toHaveLength(1);
      const reasons = results.flatMap((result) =>
        result.status === "rejected" ? [result.reason as unknown] : [],
      );
      expect(reasons.every((reason) => reason instanceof Conflict || reason instanceof Forbidden)).toBe(true);
      expect((await s.row(runId)).status).toBe("pending");
    }),
  LONGEST_MS,
);

it(
  "approve, decline, cancel and expire, twenty at once: one end, and no start that was not approved",
  () =>
    rounds(async (round) => {
      const runId = await s.open(requirement([stageOf("Operations", 2, { teams: ["sre"] })]));
      const { id } = await s.row(runId);
      if (round % 2) await s.age(runId, "request_expires_at");
      const { sre1, sre2, sre3, dev } = s.people;
      const attempts = Array.from({ length: 4 }, () => [
        () => decide(s.as(sre1), runId, yes),
        () => decide(s.as(sre2), runId, yes),
        () => decide(s.as(sre3), runId, no),
        () => transaction(s.as(dev), (tx) => withdrawApproval(tx, runId)),
        () => transaction(s.as(dev), (tx) => expireDue(tx, id)),
      ]).flat();
      const results = await Promise.allSettled(attempts.map((attempt) => attempt()));
      for (const result of results)
        if (result.status === "rejected") expect(result.reason).toBeInstanceOf(Conflict);
      const { status } = await s.row(runId);
      expect(round % 2 ? ["expired", "withdrawn"] : ["approved", "declined", "withdrawn"]).toContain(status);
      if (status === "approved") await claim(runId);
      else await expect(claim(runId)).rejects.toThrow();
    }),
  LONGEST_MS,
);
