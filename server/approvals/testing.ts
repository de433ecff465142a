import { eq, sql } from "drizzle-orm";
import { approvalRequests } from "@/db/schema/approvals";
import { memberships, teams, users } from "@/db/schema/identity";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Actor, Context } from "@/server/kernel/context";
import { newId, newRunId } from "@/server/kernel/ids";
import { transaction } from "@/server/kernel/transaction";
import { EXECUTION_SECONDS, REQUEST_SECONDS } from "./core/expiry";
import { NOBODY } from "./core/who";
import type { Approvers, ApprovalStage, Requirement } from "./schema";
import { requestApproval } from "./service/request";

export type User = Extract<Actor, { kind: "user" }>;

export const stageOf = (
  title: string,
  needs: ApprovalStage["needs"],
  from: Partial<Approvers>,
  selfApproval = false,
): ApprovalStage => ({
  title,
  needs,
  from: { ...NOBODY, ...from },
  selfApproval,
  source: { kind: "rule", title },
});

export const requirement = (stages: ApprovalStage[], over: Partial<Requirement> = {}): Requirement => ({
  stages,
  requestSeconds: REQUEST_SECONDS,
  executionSeconds: EXECUTION_SECONDS,
  remindSeconds: null,
  escalation: null,
  breakGlass: null,
  ...over,
});

/** A database with people in teams, and requests that they decide. */
export async function approvalsStage() {
  const database: TestDatabase = await createTestDatabase();
  const { db } = database;
  const as = (actor: Actor): Context => ({ actor, origin: "UI", requestId: newId(), db });
  const rows = await db
    .insert(teams)
    .values(["payments", "sre", "security"].map((identifier) => ({ identifier, title: identifier })))
    .returning();
  const idOf = (team: string) => rows.find((row) => row.identifier === team)!.id;
  const person = async (
    name: string,
    role: "admin" | "member",
    held: Record<string, "lead" | "member"> = {},
  ): Promise<User> => {
    const [row] = await db
      .insert(users)
      .values({ email: `${name}@example.com`, name, role })
      .returning();
    const list = Object.entries(held).map(([team, as_]) => ({ teamId: idOf(team), team, role: as_ }));
    for (const { teamId, role: as_ } of list)
      await db.insert(memberships).values({ teamId, userId: row!.id, role: as_ });
    return { kind: "user", id: row!.id, email: row!.email, name, role, memberships: list };
  };
  const people = {
    admin: await person("ada", "admin"),
    dev: await person("dora", "member", { payments: "member" }),
    lead: await person("lee", "member", { payments: "lead" }),
    sre1: await person("sam", "member", { sre: "member" }),
    sre2: await person("sue", "member", { sre: "member" }),
    sre3: await person("sid", "member", { sre: "member" }),
    guard: await person("gil", "member", { security: "member" }),
    other: await person("olga", "member"),
  };
  return {
    database,
    db,
    as,
    people,
    idOf,
    /** Opens a request by the developer, unless somebody else is named. */
    async open(required: Requirement, requester: User = people.dev): Promise<string> {
      const runId = newRunId();
      await transaction(as(requester), (tx) =>
        requestApproval(tx, {
          runId,
          title: "PostgreSQL database",
          requirement: required,
          brief: null,
          subjectHash: "h1",
          requesterId: requester.id,
          excludedUserIds: [],
        }),
      );
      return runId;
    },
    async row(runId: string) {
      const [row] = await db.select().from(approvalRequests).where(eq(approvalRequests.runId, runId));
      return row!;
    },
    /** Puts a time of a request into the past. */
    age: (
      runId: string,
      column: "request_expires_at" | "execution_expires_at" | "remind_at" | "escalate_at",
    ) =>
      db.execute(
        sql`update approval_requests set ${sql.identifier(column)} = now() - interval '1 second' where run_id = ${runId}`,
      ),
    close: () => database.close(),
  };
}
export type ApprovalsStage = Awaited<ReturnType<typeof approvalsStage>>;
