import { eq } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { auditLog } from "@/db/schema/audit";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { verifyChain } from "@/server/audit/service";
import { systemContext } from "@/server/kernel/context";
import { limitRate } from "@/server/kernel/rate-limit";
import { createUser, disableUser, findActiveUsers, setRole } from "./people";
import { anonymousContext, authenticatePassword, authenticateProvider } from "./sign-in";
import { createTeam, setMembership } from "./teams";

let database: TestDatabase;
const system = () => systemContext(database.db, "test", "request");
const nobody = () => anonymousContext(database.db, "request");
const password = "correct horse battery";
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

describe("a password", () => {
  it("lets its owner in, however the address is written", async () => {
    const user = await createUser(system(), { email: "ada@example.com", name: "Ada", password });
    const found = await authenticatePassword(nobody(), "  ADA@Example.com ", password);
    expect(found.id).toBe(user.id);
    expect(found).not.toHaveProperty("passwordHash");
  });

  it("is refused in the same words when wrong, unknown, disabled or absent, and each attempt is recorded", async () => {
    const gone = await createUser(system(), { email: "gone@example.com", name: "Gone", password });
    await disableUser(system(), gone.id);
    await createUser(system(), { email: "sso@example.com", name: "Single" });
    const attempts: [unknown, unknown][] = [
      ["ada@example.com", "wrong"],
      ["unknown@example.com", password],
      ["gone@example.com", password],
      ["sso@example.com", ""],
      [["ada@example.com"], password],
      ["ada@example.com,eve@example.com", password],
      [{ email: "ada@example.com" }, { password }],
    ];
    const messages = new Set<string>();
    for (const [address, given] of attempts) {
      const error = await authenticatePassword(nobody(), address, given).catch((e: unknown) => e);
      expect(error).toMatchObject({ code: "unauthenticated" });
      messages.add((error as Error).message);
    }
    expect(messages.size).toBe(1);
    const rows = await database.db.select().from(auditLog).where(eq(auditLog.action, "SIGN_IN"));
    expect(rows.filter((row) => row.status === "FAILURE")).toHaveLength(attempts.length);
    expect(JSON.stringify(rows)).not.toContain(password);
  });

  it("can be tried five times a minute for one account, from wherever", async () => {
    const tries = await Promise.all(
      Array.from({ length: 11 }, (_, n) =>
        authenticatePassword(
          nobody(),
          n % 2 ? "LIMITED@example.com" : "limited@example.com",
          "x",
          `10.0.0.${n}`,
        ).catch((e: unknown) => e),
      ),
    );
    const limited = tries.filter((e) => (e as { code: string }).code === "limit");
    // The minute may turn over between two of them, so up to ten may pass.
    expect(limited.length).toBeGreaterThanOrEqual(1);
    expect(limited[0]).toMatchObject({ details: { retryAfterSeconds: expect.any(Number) } });
  });

  it("can be tried twenty times a minute by one sender, whatever the accounts", async () => {
    const rule = { name: "test", subject: "one", limit: 20, seconds: 3600 };
    const results = await Promise.allSettled(Array.from({ length: 50 }, () => limitRate(database.db, rule)));
    expect(results.filter((r) => r.status === "fulfilled")).toHaveLength(20);
  });
});

describe("an identity provider", () => {
  const claims = {
    issuer: "https://idp.example.com",
    subject: "s1",
    email: "New@Example.com",
    emailVerified: true,
    name: "New Person",
  };

  it("makes a member at the first sign-in and finds them by subject later, whatever the e-mail", async () => {
    const first = await authenticateProvider(nobody(), claims);
    expect(first).toMatchObject({ email: "new@example.com", name: "New Person", role: "member" });
    const again = await authenticateProvider(nobody(), {
      ...claims,
      email: "other@example.com",
      emailVerified: false,
    });
    expect(again.id).toBe(first.id);
  });

  it("is not the same person at another issuer", async () => {
    await expect(
      authenticateProvider(nobody(), { ...claims, issuer: "https://evil.example", emailVerified: false }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });

  it.each([false, undefined, "true", 1])(
    "is refused when the e-mail's verification is %j",
    async (emailVerified) => {
      const attempt = authenticateProvider(nobody(), {
        ...claims,
        subject: "s2",
        email: "ada@example.com",
        emailVerified,
      });
      await expect(attempt).rejects.toMatchObject({ code: "forbidden" });
    },
  );

  it("links a verified e-mail to the user who has it, once for two sign-ins at a time", async () => {
    const user = await createUser(system(), { email: "grace@example.com", name: "Grace" });
    const both = await Promise.all(
      [1, 2].map(() =>
        authenticateProvider(nobody(), { ...claims, subject: "s3", email: "grace@example.com" }),
      ),
    );
    expect(both.map((one) => one.id)).toEqual([user.id, user.id]);
  });

  it("does not let a disabled person in", async () => {
    const user = await authenticateProvider(nobody(), {
      ...claims,
      subject: "s4",
      email: "leaver@example.com",
    });
    await disableUser(system(), user.id);
    await expect(
      authenticateProvider(nobody(), { ...claims, subject: "s4", email: "leaver@example.com" }),
    ).rejects.toMatchObject({ code: "forbidden" });
    await expect(
      authenticateProvider(nobody(), { ...claims, subject: "s5", email: "leaver@example.com" }),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});

describe("people", () => {
  it("are found with the reasons, when active", async () => {
    const [admin, lead, member, away] = await Promise.all(
      ["Boss", "Lead", "Member", "Away"].map((name) =>
        createUser(system(), {
          email: `${name}@find.example.com`,
          name,
          role: name === "Boss" ? "admin" : "member",
        }),
      ),
    );
    if (!admin || !lead || !member || !away) throw new Error("Four people were expected.");
    await createTeam(system(), { identifier: "payments", title: "Payments" });
    await createTeam(system(), { identifier: "other", title: "Other" });
    for (const [user, role] of [
      [lead, "lead"],
      [member, "member"],
      [away, "lead"],
    ] as const)
      await setMembership(system(), { team: "payments", userId: user.id, role });
    await setMembership(system(), { team: "other", userId: member.id, role: "lead" });
    await disableUser(system(), away.id);

    const leads = await findActiveUsers(system(), { leadsOf: ["payments"] });
    expect(leads.map(({ name, why }) => ({ name, why }))).toEqual([
      { name: "Lead", why: ["lead of payments"] },
    ]);
    const wide = await findActiveUsers(system(), {
      roles: ["admin"],
      teams: ["payments"],
      emails: ["MEMBER@find.example.com"],
    });
    expect(wide.map(({ name, why }) => ({ name, why }))).toEqual([
      { name: "Boss", why: ["administrator"] },
      { name: "Lead", why: ["in team payments"] },
      { name: "Member", why: ["named in person", "in team payments"] },
    ]);
    expect(await findActiveUsers(system(), {})).toEqual([]);
  });

  it("always keep one active administrator, also when all are removed at once", async () => {
    const admins = (await findActiveUsers(system(), { roles: ["admin"] })).map((user) => user.id);
    for (const name of ["Second", "Third"])
      admins.push((await createUser(system(), { email: `${name}@example.com`, name, role: "admin" })).id);
    const results = await Promise.allSettled(
      admins.map((id, n) => (n % 2 ? disableUser(system(), id) : setRole(system(), id, "member"))),
    );
    expect(results.filter((r) => r.status === "rejected")).toHaveLength(1);
    expect(await findActiveUsers(system(), { roles: ["admin"] })).toHaveLength(1);
  });

  it("cannot be managed by members, nor given more than was asked", async () => {
    const ctx = {
      ...system(),
      actor: {
        kind: "user" as const,
        id: "x",
        email: "m@example.com",
        name: "M",
        role: "member" as const,
        memberships: [],
      },
    };
    await expect(createUser(ctx, { email: "e@example.com", name: "E" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(setRole(ctx, "x", "admin")).rejects.toMatchObject({ code: "forbidden" });
    await expect(
      createUser(system(), { email: "e@example.com", name: "E", status: "disabled" } as never),
    ).rejects.toThrow(/status/);
    await expect(createUser(system(), { email: "ada@example.com", name: "Twin" })).rejects.toMatchObject({
      code: "conflict",
    });
  });

  it("leave a chain of records that holds", async () => {
    expect(await verifyChain(system())).toMatchObject({ brokenAt: null });
  });
});
