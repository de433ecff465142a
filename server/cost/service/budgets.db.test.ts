import { eq, sql } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { budgetExceptions, budgets } from "@/db/schema/cost";
import { teams, users } from "@/db/schema/identity";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import type { Actor, Context } from "@/server/kernel/context";
import { Conflict, Forbidden, Invalid, NotFound } from "@/server/kernel/errors";
import { newId, newRunId } from "@/server/kernel/ids";
import { transaction } from "@/server/kernel/transaction";
import { moneyOf, moneyText } from "../core/money";
import type { BudgetInput, CostEstimate, CostScope } from "../schema";
import { adjustCommitment, recordActual } from "./actuals";
import { checkBudgets, type CostedRun, reserve, settle } from "./budgets";
import { estimateRun } from "./estimate";
import { archiveBudget, createBudget, grantException, revokeException, updateBudget } from "./manage";
import { getBudget, ledgerCsv, listBudgets, listLedger, verifyLedger } from "./read";

type User = Extract<Actor, { kind: "user" }>;
let database: TestDatabase;
let admin: User, owner: User, member: User, stranger: User;
const as = (actor: Actor): Context => ({ actor, origin: "UI", requestId: newId(), db: database.db });

beforeAll(async () => {
  database = await createTestDatabase();
  const { db } = database;
  const rows = await db
    .insert(teams)
    .values(["payments", "search", "finance"].map((identifier) => ({ identifier, title: identifier })))
    .returning();
  const person = async (name: string, role: "admin" | "member", team?: string): Promise<User> => {
    const [row] = await db
      .insert(users)
      .values({ email: `${name}@example.com`, name, role })
      .returning();
    const memberships = rows
      .filter((one) => one.identifier === team)
      .map((one) => ({ teamId: one.id, team: one.identifier, role: "member" as const }));
    return { kind: "user", id: row!.id, email: row!.email, name, role, memberships };
  };
  admin = await person("ada", "admin");
  owner = await person("olga", "member");
  member = await person("max", "member", "payments");
  stranger = await person("sam", "member", "search");
});
afterAll(() => database.close());
beforeEach(async () => {
  await database.db.execute(sql`update budgets set archived_at = now() where archived_at is null`);
  await database.db.execute(sql`delete from entity_costs`);
  await database.db.execute(sql`delete from cost_actuals`);
});

const input = (over: Partial<BudgetInput> = {}): BudgetInput => ({
  title: "Payments",
  amount: "500",
  currency: "EUR",
  owners: { users: ["olga@example.com"], teams: [] },
  scope: { team: "payments", costCentre: null, environment: null },
  ...over,
});
const budget = (over: Partial<BudgetInput> = {}) => createBudget(as(admin), input(over));
const estimate = (monthly: string | null, currency = "EUR"): CostEstimate => ({
  source: "rate_card",
  currency,
  monthly,
  lines: [],
  notCovered: [],
});
const scope: CostScope = { team: "payments", costCentre: null, environment: null };
const run = (monthly: string | null, over: Partial<CostedRun> = {}): CostedRun => ({
  runId: newRunId(),
  estimate: estimate(monthly),
  ...scope,
  ...over,
});
const approve = async (wanted: CostedRun) => {
  const agreed = await checkBudgets(as(admin), wanted);
  return transaction(as(admin), (tx) => reserve(tx, wanted, agreed));
};
const end = (
  wanted: CostedRun,
  status: string,
  over: { operation?: "CREATE" | "DAY-2" | "DELETE"; entity?: string } = {},
) =>
  transaction(as(admin), (tx) =>
    settle(tx, {
      ...wanted,
      status,
      operation: over.operation ?? "CREATE",
      thing: { blueprint: "database", entity: over.entity ?? wanted.runId },
    }),
  );
const figures = async (id: string) => {
  const { committed, reserved, actual, left, state } = await getBudget(as(admin), id);
  return { committed, reserved, actual, left, state };
};

describe("an approved run", () => {
  it("holds its estimate, commits it with success, and gives it back at any other end", async () => {
    const { id } = await budget();
    const first = run("200");
    expect(await approve(first)).toBeNull();
    expect(await figures(id)).toMatchObject({ committed: "0", reserved: "200", left: "300" });
    await end(first, "succeeded");
    expect(await figures(id)).toMatchObject({ committed: "200", reserved: "0", left: "300" });
    for (const status of ["failed", "declined", "expired", "cancelled", "stale"]) {
      const other = run("100");
      await approve(other);
      expect(await figures(id)).toMatchObject({ reserved: "100" });
      await end(other, status);
      expect(await figures(id)).toMatchObject({ committed: "200", reserved: "0" });
    }
    const destroy = run("-200");
    expect(await approve(destroy)).toBeNull();
    await end(destroy, "succeeded", { operation: "DELETE", entity: first.runId });
    expect(await figures(id)).toMatchObject({ committed: "0", reserved: "0", left: "500", state: "ok" });
    expect((await verifyLedger(as(admin))).holds).toBe(true);
  });

  it("of two that race for the last of the money is one, over and over", async () => {
    for (let round = 0; round < 20; round++) {
      await database.db.execute(sql`update budgets set archived_at = now()`);
      const { id } = await budget({ amount: "200" });
      const organisation = await budget({ title: "All", amount: "5000", scope: undefined });
      const runs = [run("200"), run("200"), run("150")];
      // All are told that there is enough; then all are approved at once.
      const agreed = await Promise.all(runs.map((wanted) => checkBudgets(as(admin), wanted)));
      expect(agreed.flat().map(({ state }) => state)).not.toContain("blocked");
      const answers = await Promise.all(
        runs.map((wanted, n) => transaction(as(admin), (tx) => reserve(tx, wanted, agreed[n]!))),
      );
      expect(answers.filter((answer) => answer === null)).toHaveLength(1);
      expect(answers.filter((answer) => answer?.fault === "blocked")).toHaveLength(2);
      const { reserved } = await getBudget(as(admin), id);
      expect(moneyOf(reserved)).toBeLessThanOrEqual(moneyOf("200"));
      expect((await getBudget(as(admin), organisation.id)).reserved).toBe(reserved);
    }
  });

  it("is held once, however often it is approved or ended", async () => {
    const { id } = await budget();
    const wanted = run("100");
    const agreed = await checkBudgets(as(admin), wanted);
    await Promise.all([1, 2, 3].map(() => transaction(as(admin), (tx) => reserve(tx, wanted, agreed))));
    expect(await figures(id)).toMatchObject({ reserved: "100" });
    await Promise.all([1, 2, 3].map(() => end(wanted, "failed")));
    await end(wanted, "failed");
    expect(await figures(id)).toMatchObject({ reserved: "0", committed: "0" });
    const { entries } = await listLedger(as(admin), id, {});
    expect(entries.map(({ kind, reserved }) => [kind, reserved])).toEqual([
      ["release", "-100.0000"],
      ["reserve", "100.0000"],
    ]);
  });

  it("needs the extra approval that it was given, and no more", async () => {
    const { id } = await budget({ warnAt: null, extraApprovalAt: 50 });
    const large = run("300");
    const agreed = await checkBudgets(as(admin), large);
    expect(agreed).toMatchObject([{ state: "extra_approval", approvers: { users: ["olga@example.com"] } }]);
    const small = run("240");
    const before = await checkBudgets(as(admin), small);
    expect(before).toMatchObject([{ state: "ok" }]);
    expect(await transaction(as(admin), (tx) => reserve(tx, run("200"), agreed))).toBeNull();
    expect(await transaction(as(admin), (tx) => reserve(tx, small, before))).toMatchObject({
      fault: "unapproved",
    });
    expect(await transaction(as(admin), (tx) => reserve(tx, large, agreed))).toBeNull();
    expect(await figures(id)).toMatchObject({ reserved: "500", left: "0" });
    expect(await approve(run("1"))).toMatchObject({ fault: "blocked" });
  });

  it("in another currency, or of unknown cost, is said and not added", async () => {
    const { id } = await budget();
    const dollars = run(null, { estimate: estimate("9999", "USD") });
    expect(await checkBudgets(as(admin), dollars)).toMatchObject([{ state: "ok", adds: null }]);
    expect(await approve(dollars)).toBeNull();
    await end(dollars, "succeeded");
    await approve(run(null));
    expect(await figures(id)).toMatchObject({ reserved: "0", committed: "0" });
  });

  it("counts under every budget that takes it in", async () => {
    const team = await budget();
    const all = await budget({ title: "All", scope: undefined });
    const production = await budget({ scope: { team: "payments", environment: "production" } });
    const other = await budget({ scope: { team: "search" } });
    await approve(run("100", { environment: "production" }));
    const reserved = async (id: string) => (await figures(id)).reserved;
    expect(await Promise.all([team, all, production, other].map(({ id }) => reserved(id)))).toEqual([
      "100",
      "100",
      "100",
      "0",
    ]);
  });
});

describe("the ledger", () => {
  it("adds up after any ends of any runs", async () => {
    const team = await budget({ amount: "100000" });
    const all = await budget({ title: "All", amount: "100000", scope: undefined });
    const step = fc.record({
      entity: fc.constantFrom("a", "b", "c"),
      operation: fc.constantFrom("CREATE" as const, "DAY-2" as const, "DELETE" as const),
      cents: fc.integer({ min: -50_000, max: 50_000 }),
      status: fc.constantFrom(
        "succeeded",
        "succeeded",
        "failed",
        "declined",
        "cancelled",
        "expired",
        "stale",
        "waits",
      ),
      approved: fc.boolean(),
      twice: fc.boolean(),
      inTeam: fc.boolean(),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 12 }), async (steps) => {
        for (const { entity, operation, cents, status, approved, twice, inTeam } of steps) {
          const wanted = run(moneyText(BigInt(cents) * 10n ** 8n), inTeam ? {} : { team: "search" });
          if (approved || status === "succeeded") await approve(wanted);
          if (status === "waits") continue;
          await end(wanted, status, { operation, entity });
          if (twice) await end(wanted, "failed", { operation, entity });
        }
        const proof = await verifyLedger(as(admin));
        expect(proof.budgets.filter((row) => !row.holds)).toEqual([]);
      }),
      { numRuns: 25 },
    );
    for (const { id } of [team, all])
      expect(moneyOf((await getBudget(as(admin), id)).committed)).toBeGreaterThanOrEqual(0n);
  });

  it("only grows", async () => {
    const { id } = await budget();
    await approve(run("1"));
    for (const statement of [sql`update cost_ledger set reserved = 0`, sql`delete from cost_ledger`])
      await expect(database.db.execute(statement)).rejects.toThrow();
    const csv = await ledgerCsv(as(admin), id, {});
    expect(csv.split("\r\n")[1]).toMatch(/,reserve,1\.0000,0\.0000,0\.0000,EUR,r_/);
  });

  it("shows when something was changed around it, and is put right by an entry that says so", async () => {
    const { id } = await budget();
    const made = run("100");
    await approve(made);
    await end(made, "succeeded");
    expect((await getBudget(as(admin), id)).commitments).toMatchObject({
      items: [{ blueprint: "database", entity: made.runId, amount: "100.0000" }],
      count: 1,
    });
    await adjustCommitment(as(admin), id, {
      blueprint: "database",
      entity: made.runId,
      change: "-150",
      reason: "Removed by hand",
    });
    expect(await figures(id)).toMatchObject({ committed: "0" });
    expect((await getBudget(as(admin), id)).commitments).toEqual({ items: [], count: 0 });
    expect((await verifyLedger(as(admin))).holds).toBe(true);
    await database.db.execute(sql`update cost_commitments set amount = 7 where budget_id = ${id}`);
    expect(await verifyLedger(as(admin))).toMatchObject({ holds: false });
    await database.db.execute(sql`update cost_commitments set amount = 0 where budget_id = ${id}`);
    await expect(verifyLedger(as(member))).rejects.toThrow(Forbidden);
  });
});

describe("an estimate", () => {
  const card = {
    currency: "EUR",
    lines: [{ type: "quantity" as const, label: "Disk", input: "gb", unitPrice: "2" }],
    environmentFactors: [],
    notCovered: [],
  };
  const of = (operation: "CREATE" | "DAY-2" | "DELETE", gb: number, entity: string) =>
    estimateRun(as(admin), {
      action: { operation, rateCard: card },
      inputs: { gb },
      plan: null,
      target: { blueprint: "database", identifier: entity },
      environment: null,
    });

  it("of an update is the difference to what is committed, and of a deletion gives all of it back", async () => {
    const { id } = await budget();
    const made = run((await of("CREATE", 50, "db")).monthly);
    await approve(made);
    await end(made, "succeeded", { entity: "db" });
    const grow = await of("DAY-2", 80, "db");
    expect(grow).toMatchObject({
      monthly: "60",
      lines: [{ monthly: "160" }, { label: "Committed already", monthly: "-100" }],
    });
    const grown = run(grow.monthly);
    await approve(grown);
    expect(await figures(id)).toMatchObject({ committed: "100", reserved: "60" });
    await end(grown, "succeeded", { entity: "db", operation: "DAY-2" });
    expect(await figures(id)).toMatchObject({ committed: "160", reserved: "0" });
    expect((await of("DAY-2", 10, "db")).monthly).toBe("-140");
    const gone = await of("DELETE", 0, "db");
    expect(gone.monthly).toBe("-160");
    await end(run(gone.monthly), "succeeded", { entity: "db", operation: "DELETE" });
    expect(await figures(id)).toMatchObject({ committed: "0" });
    expect(await of("DELETE", 0, "db")).toMatchObject({ source: "none", monthly: null });
  });

  it("says that a shared card has gone", async () => {
    const answer = await estimateRun(as(admin), {
      action: { operation: "CREATE", rateCard: { shared: "gone" } },
      inputs: {},
      plan: null,
      target: null,
      environment: null,
    });
    expect(answer).toMatchObject({ source: "none", monthly: null });
    expect(answer.notCovered[0]).toContain('"gone" of the action no longer exists');
  });
});

describe("a budget", () => {
  it("takes in what was made before it", async () => {
    const made = run("70");
    await end(made, "succeeded");
    const { id } = await budget();
    expect(await figures(id)).toMatchObject({ committed: "70" });
    expect((await verifyLedger(as(admin))).holds).toBe(true);
  });

  it("is raised by an exception with a reason until it expires or is taken back", async () => {
    const { id } = await budget({ amount: "100" });
    expect(await approve(run("150"))).toMatchObject({ fault: "blocked" });
    const soon = new Date(Date.now() + 86_400_000);
    const exception = { amount: "60", reason: "The migration", expiresAt: soon };
    await expect(grantException(as(member), id, exception)).rejects.toThrow(Forbidden);
    for (const bad of [
      { amount: "0" },
      { amount: "-5" },
      { reason: " " },
      { expiresAt: new Date(0) },
      { expiresAt: new Date(NaN) },
    ])
      await expect(grantException(as(owner), id, { ...exception, ...bad })).rejects.toThrow(Invalid);
    const granted = await grantException(as(owner), id, exception);
    const held = run("150");
    expect(await approve(held)).toBeNull();
    await end(held, "failed");
    await database.db
      .update(budgetExceptions)
      .set({ expiresAt: new Date(0) })
      .where(eq(budgetExceptions.id, granted.id));
    expect(await approve(run("150"))).toMatchObject({ fault: "blocked" });
    await revokeException(as(owner), id, granted.id);
    await expect(revokeException(as(owner), id, granted.id)).rejects.toThrow(NotFound);
  });

  it("is trued up by what was billed this month in UTC, whatever the session's time zone", async () => {
    const { id } = await budget();
    const made = run("100");
    await approve(made);
    await end(made, "succeeded");
    const [now] = await database.db.execute<{ month: string; before: string }>(
      sql`select to_char(now() at time zone 'UTC', 'YYYY-MM') as month, to_char(now() at time zone 'UTC' - interval '1 month', 'YYYY-MM') as before`,
    );
    const actual = { scope, amount: "80.10", currency: "EUR", source: "export" };
    await recordActual(as(admin), { ...actual, month: now!.month });
    expect(await figures(id)).toMatchObject({ actual: "80.1", left: "400" });
    await recordActual(as(admin), { ...actual, month: now!.month, amount: "130.2" });
    await recordActual(as(admin), { ...actual, month: now!.month, source: "credits", amount: "-10" });
    await recordActual(as(admin), { ...actual, month: now!.month, currency: "USD", amount: "9999" });
    await recordActual(as(admin), {
      ...actual,
      month: now!.month,
      scope: { ...scope, team: "search" },
      amount: "9999",
    });
    await recordActual(as(admin), { ...actual, month: now!.before, amount: "9999" });
    expect(await figures(id)).toMatchObject({ actual: "120.2", left: "379.8" });
    const { entries } = await listLedger(as(admin), id, { kinds: ["actual"] });
    expect(entries.map((entry) => entry.actual)).toEqual(["9999.0000", "-10.0000", "50.1000", "80.1000"]);
    for (const bad of [
      { month: "2027-13" },
      { month: "27-01" },
      { amount: "1e400" },
      { amount: "NaN" },
      { currency: "€" },
    ])
      await expect(recordActual(as(admin), { ...actual, month: now!.month, ...bad })).rejects.toThrow(
        Invalid,
      );
    await expect(recordActual(as(owner), { ...actual, month: now!.month })).rejects.toThrow(Forbidden);
  });

  it("judges only from its first day to its last", async () => {
    const { id } = await budget({ amount: "1" });
    const day = async (validFrom: string | null, validUntil: string | null) => {
      await database.db.update(budgets).set({ validFrom, validUntil }).where(eq(budgets.id, id));
      return (await checkBudgets(as(admin), run("5"))).length;
    };
    const [{ today }] = (await database.db.execute<{ today: string }>(
      sql`select (now() at time zone 'UTC')::date::text as today`,
    )) as unknown as [{ today: string }];
    expect(await day(today, today)).toBe(1);
    expect(await day("2999-01-01", null)).toBe(0);
    expect(await day(null, "2000-01-01")).toBe(0);
  });

  it("is changed by one at a time, and by those who may", async () => {
    const row = await budget();
    const { scope: _s, currency: _c, ...content } = input();
    const change = { ...content, amount: "600", revision: row.revision };
    const both = await Promise.allSettled([
      updateBudget(as(admin), row.id, change),
      updateBudget(as(owner), row.id, { ...change, amount: "700" }),
    ]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect((both.find(({ status }) => status === "rejected") as PromiseRejectedResult).reason).toBeInstanceOf(
      Conflict,
    );
    await expect(updateBudget(as(member), row.id, { ...change, revision: 2 })).rejects.toThrow(Forbidden);
    await expect(
      updateBudget(as(owner), row.id, {
        ...change,
        revision: 2,
        owners: { users: ["olga@example.com", "max@example.com"], teams: [] },
      }),
    ).rejects.toThrow("Only administrators");
    const faults = await budget({ owners: { users: ["nobody@example.com"], teams: ["nowhere"] } }).catch(
      (e: unknown) => e,
    );
    expect((faults as Invalid).details.issues?.map(({ path }) => path)).toEqual([
      ["owners", "users", 0],
      ["owners", "teams", 0],
    ]);
  });

  it("is seen by its team, its owners and administrators alone", async () => {
    const { id } = await budget();
    const all = await budget({ title: "All", scope: undefined });
    const ids = async (actor: User) => (await listBudgets(as(actor))).map((row) => row.id).sort();
    const both = [id, all.id].sort();
    expect(await Promise.all([admin, owner, member, stranger].map(ids))).toEqual([
      both,
      both,
      both,
      [all.id],
    ]);
    await expect(getBudget(as(stranger), id)).rejects.toThrow(NotFound);
    await expect(listLedger(as(stranger), id, {})).rejects.toThrow(NotFound);
    await expect(archiveBudget(as(owner), id)).rejects.toThrow(Forbidden);
    await archiveBudget(as(admin), id);
    await expect(getBudget(as(admin), id)).rejects.toThrow(NotFound);
  });
});
