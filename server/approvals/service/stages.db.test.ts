import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { approvalDelegations } from "@/db/schema/approvals";
import { auditLog } from "@/db/schema/audit";
import { memberships, users } from "@/db/schema/identity";
import { notices, notificationChannels } from "@/db/schema/notifications";
import { outbox } from "@/db/schema/kernel";
import { Conflict, Forbidden, Invalid, NotFound, Precondition } from "@/server/kernel/errors";
import { transaction } from "@/server/kernel/transaction";
import { approvalsStage, type ApprovalsStage, requirement, stageOf, type User } from "../testing";
import { addComment, listComments } from "./comments";
import { decide } from "./decide";
import { delegate, listDelegations, revoke } from "./delegations";
import { approversOf, countPending, getRequest, listInbox } from "./read";
import { escalate, remind } from "./remind";
import { claimApproved } from "./request";
import { breakGlass, withdrawRequest } from "./withdraw";

let s: ApprovalsStage;
let p: ApprovalsStage["people"];
beforeAll(async () => {
  s = await approvalsStage();
  p = s.people;
  await s.db.insert(notificationChannels).values({
    kind: "email",
    title: "Mail",
    updatedBy: "test",
    settings: {
      kind: "email",
      host: "127.0.0.1",
      port: 25,
      encryption: "none",
      user: "",
      from: "waymark@example.com",
    },
  });
});
afterAll(() => s.close());

const yes = { status: "APPROVE" } as const;
const no = { status: "DECLINE", description: "Not today" } as const;
const vote = (who: User, runId: string, what: typeof yes | typeof no = yes) => decide(s.as(who), runId, what);
const claim = (runId: string) =>
  transaction(s.as(p.admin), (tx) => claimApproved(tx, { runId, subjectHash: "h1" }));
const inboxOf = async (who: User) => (await listInbox(s.as(who))).toDecide.map((item) => item.runId);
const told = async (runId: string, topic: string) =>
  (await s.db.select().from(notices).where(eq(notices.topic, topic)))
    .filter((row) => row.content.data.runId === runId)
    .map((row) => (row.target.channel === "email" ? row.target.email : ""))
    .sort();
const inDays = (days: number) => new Date(Date.now() + days * 86_400_000);
const two = () =>
  requirement([stageOf("Leads", 1, { leadsOf: ["payments"] }), stageOf("Operations", 2, { teams: ["sre"] })]);

describe("stages", () => {
  it("are decided one after another, each by so many of its people", async () => {
    const runId = await s.open(two());
    expect(await inboxOf(p.lead)).toContain(runId);
    expect(await inboxOf(p.sre1)).not.toContain(runId);
    await expect(vote(p.sre1, runId)).rejects.toThrow("not your turn");
    expect(await vote(p.lead, runId)).toMatchObject({ status: "pending" });
    expect(await inboxOf(p.sre1)).toContain(runId);
    expect(await vote(p.sre1, runId)).toMatchObject({ status: "pending" });
    await expect(vote(p.sre1, runId)).rejects.toThrow("one vote");
    const view = await getRequest(s.as(p.sre2), runId);
    expect(view).toMatchObject({ stage: 1, canDecide: true });
    expect(view.stages.map(({ approved, needed, fulfilled }) => [approved, needed, fulfilled])).toEqual([
      [1, 1, true],
      [1, 2, false],
    ]);
    await expect(claim(runId)).rejects.toThrow(Precondition);
    expect(await vote(p.sre3, runId)).toMatchObject({ status: "approved" });
    await claim(runId);
    expect(await told(runId, "approval.requested")).toEqual([
      "lee@example.com",
      "sam@example.com",
      "sid@example.com",
      "sue@example.com",
    ]);
  });

  it("end with one decline, whatever was approved before", async () => {
    const runId = await s.open(two());
    await vote(p.lead, runId);
    await vote(p.sre1, runId);
    expect(await vote(p.sre2, runId, no)).toMatchObject({ status: "declined" });
    expect(await told(runId, "approval.decided")).toEqual(["dora@example.com"]);
  });

  it("must still be fulfilled at the start, by the votes that count then", async () => {
    const runId = await s.open(two());
    for (const who of [p.lead, p.sre1, p.sre2]) await vote(who, runId);
    await s.db.delete(memberships).where(eq(memberships.userId, p.sre2.id));
    try {
      await expect(claim(runId)).rejects.toThrow("no longer counts");
    } finally {
      await s.db.insert(memberships).values({ teamId: s.idOf("sre"), userId: p.sre2.id });
    }
  });

  it("are refused when too few people could fulfil them", async () => {
    await expect(s.open(requirement([stageOf("Operations", 4, { teams: ["sre"] })]))).rejects.toThrow(
      "only 3 of them can",
    );
    await expect(s.open(requirement([stageOf("Own", 1, { users: [p.dev.email] })]))).rejects.toThrow(
      Precondition,
    );
  });

  it("let the requester decide only where the rule says so", async () => {
    const strict = await s.open(requirement([stageOf("Operations", 1, { teams: ["sre"] })]), p.sre1);
    await expect(vote(p.sre1, strict)).rejects.toThrow(Forbidden);
    const open = await s.open(requirement([stageOf("Operations", 1, { teams: ["sre"] }, true)]), p.sre1);
    expect(await inboxOf(p.sre1)).toContain(open);
    expect(await vote(p.sre1, open)).toMatchObject({ status: "approved" });
  });
});

describe("a deputy", () => {
  const name = (from: User, to: User) =>
    delegate(s.as(from), {
      deputy: to.email,
      reason: "On leave",
      startsAt: inDays(-1),
      endsAt: inDays(7),
    });

  it("decides in another's place, once, and no more than they could", async () => {
    const { id } = await name(p.lead, p.other);
    const runId = await s.open(requirement([stageOf("Leads", 1, { leadsOf: ["payments"] })]));
    expect(await inboxOf(p.other)).toContain(runId);
    expect(await countPending(s.as(p.other))).toBeGreaterThan(0);
    expect(await getRequest(s.as(p.other), runId)).toMatchObject({
      canDecide: true,
      why: ["in the place of lee"],
    });
    expect(await vote(p.other, runId)).toMatchObject({ status: "approved" });
    expect((await getRequest(s.as(p.dev), runId)).votes).toMatchObject([{ name: "olga", inPlaceOf: "lee" }]);
    expect(await approversOf(s.as(p.dev), runId)).toMatchObject([
      { name: "lee", state: "APPROVED", by: "olga" },
    ]);
    await claim(runId);
    const elsewhere = await s.open(requirement([stageOf("Security", 1, { teams: ["security"] })]));
    await expect(vote(p.other, elsewhere)).rejects.toThrow(Forbidden);
    expect(await listDelegations(s.as(p.other))).toMatchObject([
      { direction: "received", person: { name: "lee" } },
    ]);
    await expect(revoke(s.as(p.other), id)).rejects.toThrow(NotFound);
    await revoke(s.as(p.lead), id);
    const later = await s.open(requirement([stageOf("Leads", 1, { leadsOf: ["payments"] })]));
    await expect(vote(p.other, later)).rejects.toThrow(Forbidden);
  });

  it("never makes two votes of one person, nor one person of two", async () => {
    const given = await name(p.sre1, p.sre2);
    const runId = await s.open(requirement([stageOf("Operations", 2, { teams: ["sre"] })]));
    expect(await vote(p.sre2, runId)).toMatchObject({ status: "pending" });
    await expect(vote(p.sre2, runId)).rejects.toThrow("one vote");
    const both = await s.open(
      requirement([stageOf("Operations", 2, { users: [p.sre1.email, p.guard.email] })]),
    );
    expect(await vote(p.sre2, both)).toMatchObject({ status: "pending" });
    await expect(vote(p.sre1, both)).rejects.toThrow("voted in your place already");
    expect(await vote(p.guard, both)).toMatchObject({ status: "approved" });
    await revoke(s.as(p.sre1), given.id);
  });

  it("brings no requester to their own request, from neither side", async () => {
    const away = await name(p.lead, p.dev);
    const own = await s.open(requirement([stageOf("Leads", 1, { leadsOf: ["payments"] })]));
    await expect(vote(p.dev, own)).rejects.toThrow("You requested this run");
    const byLead = await s.open(
      requirement([stageOf("Any", 1, { users: [p.lead.email, p.guard.email] })]),
      p.lead,
    );
    await expect(vote(p.dev, byLead)).rejects.toThrow(Forbidden);
    await revoke(s.as(p.lead), away.id);
  });

  it("does not count when they, or whom they stand for, may not decide any more", async () => {
    const given = await name(p.lead, p.other);
    const runId = await s.open(requirement([stageOf("Leads", 1, { leadsOf: ["payments"] })]));
    await vote(p.other, runId);
    await s.db.update(users).set({ status: "disabled" }).where(eq(users.id, p.other.id));
    try {
      await expect(claim(runId)).rejects.toThrow("no longer counts");
    } finally {
      await s.db.update(users).set({ status: "active" }).where(eq(users.id, p.other.id));
    }
    await revoke(s.as(p.lead), given.id);
  });

  it("is not named for oneself, for ever, backwards, nor somebody who is not there", async () => {
    const refused = async (over: object) =>
      expect(
        delegate(s.as(p.lead), {
          deputy: p.other.email,
          reason: "On leave",
          startsAt: inDays(0),
          endsAt: inDays(1),
          ...over,
        }),
      ).rejects.toThrow(Invalid);
    await refused({ deputy: p.lead.email });
    await refused({ deputy: "nobody@example.com" });
    await refused({ endsAt: inDays(-1) });
    await refused({ endsAt: inDays(400) });
    // Over: it gives nothing.
    await s.db.insert(approvalDelegations).values({
      delegatorId: p.lead.id,
      deputyId: p.other.id,
      reason: "Past",
      startsAt: inDays(-9),
      endsAt: inDays(-2),
    });
    const runId = await s.open(requirement([stageOf("Leads", 1, { leadsOf: ["payments"] })]));
    await expect(vote(p.other, runId)).rejects.toThrow(Forbidden);
  });
});

describe("a request that waits", () => {
  it("reminds those who have not voted, once", async () => {
    const runId = await s.open(
      requirement([stageOf("Operations", 2, { teams: ["sre"] })], { remindSeconds: 3600 }),
    );
    const { id } = await s.row(runId);
    expect(await remind(s.as(p.admin), id)).toBe(false);
    await vote(p.sre1, runId);
    await s.age(runId, "remind_at");
    expect(await Promise.all([remind(s.as(p.admin), id), remind(s.as(p.admin), id)])).toContain(true);
    expect(await told(runId, "approval.reminder")).toEqual(["sid@example.com", "sue@example.com"]);
  });

  it("escalates to others, who may decide from then on", async () => {
    const runId = await s.open(
      requirement([stageOf("Leads", 1, { leadsOf: ["payments"] })], {
        escalation: { afterSeconds: 3600, to: { roles: [], users: [], teams: ["security"], leadsOf: [] } },
      }),
    );
    const { id } = await s.row(runId);
    await expect(vote(p.guard, runId)).rejects.toThrow(Forbidden);
    expect(await escalate(s.as(p.admin), id)).toBe(false);
    await s.age(runId, "escalate_at");
    expect(await escalate(s.as(p.admin), id)).toBe(true);
    expect(await escalate(s.as(p.admin), id)).toBe(false);
    expect(await told(runId, "approval.escalated")).toEqual(["gil@example.com"]);
    expect(await vote(p.guard, runId)).toMatchObject({ status: "approved" });
    await claim(runId);
    const entries = await s.db.select().from(auditLog).where(eq(auditLog.action, "ESCALATE_APPROVAL"));
    expect(entries.map((entry) => entry.runId)).toContain(runId);
  });

  it("is withdrawn by its requester alone, and commented on by those it concerns", async () => {
    const runId = await s.open(two());
    await addComment(s.as(p.lead), runId, "Which version?");
    await addComment(s.as(p.dev), runId, "17");
    expect((await listComments(s.as(p.sre1), runId)).map((comment) => comment.text)).toEqual([
      "Which version?",
      "17",
    ]);
    await expect(listComments(s.as(p.other), runId)).rejects.toThrow(NotFound);
    await expect(addComment(s.as(p.dev), runId, "   ")).rejects.toThrow();
    await expect(withdrawRequest(s.as(p.lead), runId, null)).rejects.toThrow(Forbidden);
    await withdrawRequest(s.as(p.dev), runId, "Not needed any more");
    expect(await s.row(runId)).toMatchObject({ status: "withdrawn", closedReason: "Not needed any more" });
    await expect(withdrawRequest(s.as(p.dev), runId, null)).rejects.toThrow(Conflict);
    await expect(vote(p.lead, runId)).rejects.toThrow(Conflict);
  });
});

describe("breaking the glass", () => {
  const glass = () =>
    requirement([stageOf("Operations", 2, { teams: ["sre"] })], {
      breakGlass: { roles: [], users: [], teams: ["payments"], leadsOf: [] },
    });

  it("starts a run without votes, loudly, for those who may", async () => {
    const runId = await s.open(glass());
    const asked = { reason: "Production is down, nobody answers.", confirmation: runId };
    await expect(breakGlass(s.as(p.guard), runId, asked)).rejects.toThrow(NotFound);
    await expect(breakGlass(s.as(p.sre1), runId, asked)).rejects.toThrow(Forbidden);
    await expect(breakGlass(s.as(p.dev), runId, { ...asked, reason: "now" })).rejects.toThrow(Invalid);
    await expect(breakGlass(s.as(p.dev), runId, { ...asked, confirmation: "r_x" })).rejects.toThrow(Invalid);
    await breakGlass(s.as(p.dev), runId, asked);
    expect(await s.row(runId)).toMatchObject({ status: "approved", brokenBy: p.dev.id });
    expect((await getRequest(s.as(p.sre1), runId)).broken).toMatchObject({ name: "dora" });
    await claim(runId);
    await expect(breakGlass(s.as(p.admin), runId, asked)).rejects.toThrow();
    expect(await told(runId, "approval.break_glass")).toEqual([
      "dora@example.com",
      "sam@example.com",
      "sid@example.com",
      "sue@example.com",
    ]);
    const entries = await s.db.select().from(auditLog).where(eq(auditLog.action, "BREAK_GLASS"));
    expect(entries.map(({ status }) => status).sort()).toEqual(["FAILURE", "SUCCESS"]);
    expect(entries.find(({ status }) => status === "SUCCESS")).toMatchObject({
      runId,
      message: expect.stringContaining("WITHOUT the approval") as string,
    });
  });

  it("against votes at the same time has one outcome", async () => {
    const required = requirement([stageOf("Operations", 1, { teams: ["sre"] })]);
    for (let round = 0; round < 20; round++) {
      const runId = await s.open(required);
      await Promise.allSettled([
        breakGlass(s.as(p.admin), runId, { reason: "It cannot wait.", confirmation: runId }),
        vote(p.sre1, runId, no),
        vote(p.sre2, runId),
      ]);
      const [{ n } = { n: 0 }] = await s.db
        .select({ n: sql<number>`count(*)::int` })
        .from(outbox)
        .where(sql`type = 'approval.decided' and payload ->> 'runId' = ${runId}`);
      expect(n).toBe(1);
    }
  });
});
