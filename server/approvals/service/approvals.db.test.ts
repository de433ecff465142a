import { eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { approvalRequests, approvalVotes } from "@/db/schema/approvals";
import { auditLog } from "@/db/schema/audit";
import { apiClients, memberships, teams, users } from "@/db/schema/identity";
import { outbox } from "@/db/schema/kernel";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Actor, Context } from "@/server/kernel/context";
import type { DomainError } from "@/server/kernel/errors";
import { Conflict, Forbidden, Invalid, NotFound, Precondition } from "@/server/kernel/errors";
import { newId, newRunId } from "@/server/kernel/ids";
import { transaction } from "@/server/kernel/transaction";
import { requirementOfRule } from "../core/requirement";
import { stageOfRule } from "../core/rule";
import { type ApprovalRule, approvalRuleSchema } from "../schema";
import { assertSatisfiable } from "./candidates";
import { decide } from "./decide";
import { approversOf, countPending, getRequest, listInbox, requestOfRun } from "./read";
import { claimApproved, expireDue, requestApproval, voidApproval, withdrawApproval } from "./request";

type User = Extract<Actor, { kind: "user" }>;
let database: TestDatabase;
let admin: User, admin2: User, dev: User, lead: User, other: User;

const as = (actor: Actor): Context => ({ actor, origin: "UI", requestId: newId(), db: database.db });
const rule = (over: object) => approvalRuleSchema.parse({ type: "ANY", ...over });
const leads = () => rule({ teamLeads: true, owningTeam: "payments" });
const yes = { status: "APPROVE" } as const;

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  const [payments] = await db.insert(teams).values({ identifier: "payments", title: "Payments" }).returning();
  const person = async (name: string, role: "admin" | "member", team?: "lead" | "member"): Promise<User> => {
    const [row] = await db
      .insert(users)
      .values({ email: `${name}@example.com`, name, role })
      .returning();
    if (team) await db.insert(memberships).values({ teamId: payments!.id, userId: row!.id, role: team });
    const held = team ? [{ teamId: payments!.id, team: "payments", role: team }] : [];
    return { kind: "user", id: row!.id, email: row!.email, name, role, memberships: held };
  };
  admin = await person("ada", "admin");
  admin2 = await person("alan", "admin");
  dev = await person("dora", "member", "member");
  lead = await person("lee", "member", "lead");
  other = await person("olga", "member");
});
afterAll(() => database.close());

type Input = Parameters<typeof requestApproval>[1];
async function request({ rule: by = leads(), ...over }: Partial<Input> & { rule?: ApprovalRule } = {}) {
  const runId = newRunId();
  const input = {
    runId,
    title: "PostgreSQL database",
    requirement: requirementOfRule(by),
    brief: null,
    subjectHash: "h1",
    requesterId: dev.id,
    excludedUserIds: [dev.id],
    ...over,
  };
  await transaction(as(dev), (tx) => requestApproval(tx, input));
  return runId;
}
const rowOf = async (runId: string) =>
  (await database.db.select().from(approvalRequests).where(eq(approvalRequests.runId, runId)))[0]!;
const claim = (runId: string, subjectHash = "h1") =>
  transaction(as(dev), (tx) => claimApproved(tx, { runId, subjectHash }));
const age = (runId: string, column: "request_expires_at" | "execution_expires_at") =>
  database.db.execute(
    sql`update approval_requests set ${sql.identifier(column)} = now() - interval '1 second' where run_id = ${runId}`,
  );

describe("a request", () => {
  it("is refused when nobody can satisfy its rule", async () => {
    const impossible = rule({
      teamLeads: true,
      owningTeam: "no-such-team",
      users: ["nobody@example.com"],
      roles: ["Moderator"],
    });
    await expect(request({ rule: impossible })).rejects.toThrow(Precondition);
    await expect(request({ rule: rule({ users: [dev.email] }) })).rejects.toThrow("nobody but the requester");
    await expect(
      assertSatisfiable(as(dev), [stageOfRule(rule({ users: [dev.email] }))], [dev.id]),
    ).rejects.toThrow(Precondition);
    expect(await assertSatisfiable(as(dev), [stageOfRule(leads())], [dev.id])).toEqual([
      [{ id: lead.id, name: "lee", email: lead.email, why: ["lead of payments"] }],
    ]);
  });

  it("reaches exactly the people who may decide", async () => {
    const runId = await request();
    const waiting = async (user: User) =>
      (await listInbox(as(user))).toDecide.some((item) => item.runId === runId);
    expect(await Promise.all([lead, dev, other, admin].map(waiting))).toEqual([true, false, false, false]);
    expect((await listInbox(as(dev))).requested.map((item) => item.runId)).toContain(runId);
    expect(await countPending(as(lead))).toBeGreaterThan(0);
    expect(await countPending(as(other))).toBe(0);
    expect(await getRequest(as(lead), runId)).toMatchObject({
      canDecide: true,
      why: ["lead of payments"],
      requester: { name: "dora" },
    });
    expect(await getRequest(as(dev), runId)).toMatchObject({ canDecide: false, why: [] });
    expect(await getRequest(as(admin), runId)).toMatchObject({ canDecide: false });
    await expect(getRequest(as(other), runId)).rejects.toThrow(NotFound);
    expect(await approversOf(as(dev), runId)).toMatchObject([
      { name: "lee", state: "PENDING", entitled: true },
    ]);
    await decide(as(lead), runId, yes);
    expect(await waiting(lead)).toBe(false);
    expect((await listInbox(as(lead))).decided.map((item) => item.runId)).toContain(runId);
    expect(await approversOf(as(dev), runId)).toMatchObject([{ name: "lee", state: "APPROVED" }]);
    expect(await requestOfRun(as(dev), runId)).toMatchObject({
      status: "approved",
      votes: [{ name: "lee", vote: "APPROVE" }],
    });
  });
});

describe("a decision", () => {
  it("is never the requester's, by any route, and the attempt is audited", async () => {
    const clientOwner = admin2;
    const [client] = await database.db
      .insert(apiClients)
      .values({
        clientId: "wmc_test",
        name: "pipeline",
        secretHash: "x",
        role: "admin",
        ownerId: clientOwner.id,
      })
      .returning();
    const clientActor: Actor = {
      kind: "client",
      id: client!.id,
      name: "pipeline",
      role: "admin",
      ownerId: clientOwner.id,
    };
    const anyone = rule({ roles: ["Admin", "Member"] });

    const own = await request({ rule: anyone, requesterId: admin.id, excludedUserIds: [] });
    await expect(decide(as(admin), own, yes)).rejects.toThrow(Forbidden);
    await expect(decide({ ...as(admin), origin: "API" }, own, yes)).rejects.toThrow(Forbidden);
    await expect(decide(as(clientActor), own, yes)).rejects.toThrow(Forbidden);
    await expect(decide(as({ kind: "system", name: "worker" }), own, yes)).rejects.toThrow(Forbidden);

    const byClient = await request({ rule: anyone, requesterId: client!.id, excludedUserIds: [] });
    await expect(decide(as(clientOwner), byClient, yes)).rejects.toThrow(Forbidden);
    await expect(decide(as(clientActor), byClient, yes)).rejects.toThrow(Forbidden);

    // The client changes hands after the request: its owner of now may not decide either.
    await database.db.update(apiClients).set({ ownerId: lead.id }).where(eq(apiClients.id, client!.id));
    await expect(decide(as(lead), byClient, yes)).rejects.toThrow(Forbidden);
    await expect(decide(as(clientOwner), byClient, yes)).rejects.toThrow(Forbidden);

    // Added as an approver afterwards, by name.
    await database.db
      .update(approvalRequests)
      .set({ stages: [stageOfRule(rule({ users: [admin.email, lead.email] }))] })
      .where(eq(approvalRequests.runId, own));
    await expect(decide(as(admin), own, yes)).rejects.toThrow(Forbidden);

    for (const runId of [own, byClient]) {
      expect((await rowOf(runId)).status).toBe("pending");
      const attempts = await database.db.select().from(auditLog).where(eq(auditLog.resourceId, runId));
      expect(attempts.map((entry) => [entry.action, entry.status])).toEqual(
        Array.from({ length: runId === own ? 5 : 4 }, () => ["APPROVE", "FAILURE"]),
      );
    }
  });

  it("is refused to whoever the rule does not name, administrators among them", async () => {
    const runId = await request();
    for (const actor of [other, admin])
      await expect(decide(as(actor), runId, yes)).rejects.toThrow(/leads of payments/);
    await expect(decide(as(lead), newRunId(), yes)).rejects.toThrow(NotFound);
  });

  it("says why it declines, and is about what was seen", async () => {
    const runId = await request();
    const refusal = await decide(as(lead), runId, { status: "DECLINE", description: "  " }).catch(
      (e: unknown) => e,
    );
    expect(refusal).toBeInstanceOf(Invalid);
    expect((refusal as Invalid).details.issues?.[0]?.path).toEqual(["description"]);
    await expect(decide(as(lead), runId, { ...yes, subjectHash: "h0" })).rejects.toThrow(Conflict);
    expect(
      await decide(as(lead), runId, { status: "DECLINE", description: "Too large", subjectHash: "h1" }),
    ).toMatchObject({ status: "declined" });
    await expect(decide(as(lead), runId, yes)).rejects.toThrow("declined already by lee");
    await expect(claim(runId)).rejects.toThrow(Precondition);
  });

  it("of ALL needs everybody, and counts one person once", async () => {
    const runId = await request({
      rule: rule({ type: "ALL", roles: ["Admin"], teamLeads: true, owningTeam: "payments" }),
    });
    expect(await decide(as(admin), runId, yes)).toMatchObject({ status: "pending" });
    await expect(decide({ ...as(admin), requestId: "another session" }, runId, yes)).rejects.toThrow(
      "one vote",
    );
    const two = await Promise.all([decide(as(admin2), runId, yes), decide(as(lead), runId, yes)]);
    expect(two.map((result) => result.status).sort()).toEqual(["approved", "pending"]);
    const declined = await request({ rule: rule({ type: "ALL", roles: ["Admin"] }) });
    await decide(as(admin), declined, yes);
    expect(await decide(as(admin2), declined, { status: "DECLINE", description: "No" })).toMatchObject({
      status: "declined",
    });
  });

  it("of two approvers at once takes effect once, and the other is told the truth", async () => {
    for (let round = 0; round < 50; round++) {
      const runId = await request({ rule: rule({ roles: ["Admin"] }) });
      const results = await Promise.allSettled([
        decide(as(admin), runId, yes),
        decide(as(admin2), runId, yes),
      ]);
      expect(results.map((r) => r.status).sort()).toEqual(["fulfilled", "rejected"]);
      const refused = results.find((r) => r.status === "rejected")!.reason as DomainError;
      expect(refused).toBeInstanceOf(Conflict);
      expect(refused.message).toMatch(/approved already by (ada|alan)/);
      const decided = await database.db
        .select()
        .from(outbox)
        .where(sql`type = 'approval.decided' and payload ->> 'runId' = ${runId}`);
      expect(decided).toHaveLength(1);
    }
  });

  it("against decline, withdrawal, void and expiry in a race leaves one end", async () => {
    for (let round = 0; round < 10; round++) {
      const runId = await request({
        rule: rule({ roles: ["Admin"], teamLeads: true, owningTeam: "payments" }),
      });
      const { id } = await rowOf(runId);
      if (round % 2) await age(runId, "request_expires_at");
      const attempts = Array.from({ length: 4 }, () => [
        () => decide(as(admin), runId, yes),
        () => decide(as(lead), runId, { status: "DECLINE", description: "No" }),
        () => transaction(as(dev), (tx) => withdrawApproval(tx, runId)),
        () => transaction(as(dev), (tx) => expireDue(tx, id)),
        () => transaction(as(dev), (tx) => voidApproval(tx, runId, "The module changed.")),
      ]).flat();
      const results = await Promise.allSettled(attempts.map((attempt) => attempt()));
      for (const result of results)
        if (result.status === "rejected") expect(result.reason).toBeInstanceOf(Conflict);
      const row = await rowOf(runId);
      // An approval that nobody has used may still be withdrawn or voided; nothing else follows anything.
      const votes = await database.db.select().from(approvalVotes).where(eq(approvalVotes.requestId, id));
      expect(votes.length).toBeLessThanOrEqual(1);
      if (round % 2) expect(["expired", "withdrawn", "void"]).toContain(row.status);
      else expect(["declined", "withdrawn", "void"]).toContain(row.status);
      await expect(claim(runId)).rejects.toThrow(Precondition);
    }
  });
});

describe("an approval", () => {
  const approved = async (over = {}) => {
    const runId = await request(over);
    await decide(as(lead), runId, yes);
    return runId;
  };
  const fault = async (work: Promise<unknown>) =>
    ((await work.catch((e: unknown) => e)) as Precondition).details.data?.fault;

  it("is good for one start, of exactly what was approved", async () => {
    const runId = await approved();
    const starts = await Promise.allSettled(Array.from({ length: 10 }, () => claim(runId)));
    expect(starts.filter((s) => s.status === "fulfilled")).toHaveLength(1);
    expect(await transaction(as(dev), (tx) => withdrawApproval(tx, runId))).toBe(false);
    const changed = await approved();
    expect(await fault(claim(changed, "h2"))).toBe("changed");
    // What it wrote is kept when the caller goes on with the transaction.
    await transaction(as(dev), (tx) =>
      claimApproved(tx, { runId: changed, subjectHash: "h2" }).catch(() => undefined),
    );
    expect((await rowOf(changed)).status).toBe("void");
  });

  it("expires undecided, and lapses unused, by the database's clock", async () => {
    const undecided = await request();
    expect(await transaction(as(dev), async (tx) => expireDue(tx, (await rowOf(undecided)).id))).toBe(false);
    await age(undecided, "request_expires_at");
    await expect(decide(as(lead), undecided, yes)).rejects.toThrow("has expired");
    expect(await transaction(as(dev), async (tx) => expireDue(tx, (await rowOf(undecided)).id))).toBe(true);
    expect((await rowOf(undecided)).status).toBe("expired");

    const unused = await approved();
    await age(unused, "execution_expires_at");
    expect(await fault(claim(unused))).toBe("lapsed");
    expect(await transaction(as(dev), async (tx) => expireDue(tx, (await rowOf(unused)).id))).toBe(true);
    expect((await rowOf(unused)).status).toBe("lapsed");
  });

  it("has its expiry in the queue, moved on by the decision", async () => {
    const runId = await approved();
    const row = await rowOf(runId);
    const jobs = await database.db.execute<{ run_at: string }>(
      sql`select run_at::text from graphile_worker.jobs where key = ${`approval:${row.id}`}`,
    );
    expect(jobs.map((job) => new Date(job.run_at).getTime())).toEqual([row.executionExpiresAt!.getTime()]);
  });

  it("does not count when its voter may no longer decide", async () => {
    const runId = await approved();
    await database.db.update(memberships).set({ role: "member" }).where(eq(memberships.userId, lead.id));
    try {
      expect(await fault(claim(runId))).toBe("revoked");
      expect(await approversOf(as(dev), runId)).toMatchObject([{ name: "lee", entitled: false }]);
    } finally {
      await database.db.update(memberships).set({ role: "lead" }).where(eq(memberships.userId, lead.id));
    }
    const disabled = await approved();
    await database.db.update(users).set({ status: "disabled" }).where(eq(users.id, lead.id));
    try {
      expect(await fault(claim(disabled))).toBe("revoked");
    } finally {
      await database.db.update(users).set({ status: "active" }).where(eq(users.id, lead.id));
    }
    await claim(disabled);
  });
});
