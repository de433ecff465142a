import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { systemContext } from "@/server/kernel/context";
import { createUser, disableUser, setPassword } from "./people";
import { createSession, listSessions, resolveSession, revokeSession, signOut } from "./sessions";
import { createTeam, setMembership } from "./teams";

let database: TestDatabase;
const system = () => systemContext(database.db, "test", "request");
beforeAll(async () => {
  database = await createTestDatabase();
});
afterAll(() => database.close());

let number = 0;
async function person() {
  const user = await createUser(system(), {
    email: `person${++number}@example.com`,
    name: `Person ${number}`,
  });
  const sessionId = await createSession(system(), user.id, "password");
  const actor = await resolveSession(system(), sessionId);
  if (!actor) throw new Error("The new session does not resolve.");
  return { user, sessionId, actor, ctx: { ...system(), actor } };
}

describe("a session", () => {
  it("names the person with their teams, as they are now", async () => {
    const { user, sessionId } = await person();
    await createTeam(system(), { identifier: "payments", title: "Payments" });
    await setMembership(system(), { team: "payments", userId: user.id, role: "lead" });
    const actor = await resolveSession(system(), sessionId);
    expect(actor).toMatchObject({ kind: "user", id: user.id, role: "member", sessionId });
    expect(actor?.memberships).toEqual([{ teamId: expect.any(String), team: "payments", role: "lead" }]);
    await setMembership(system(), { team: "payments", userId: user.id, role: null });
    expect((await resolveSession(system(), sessionId))?.memberships).toEqual([]);
  });

  it("has a new id each time", async () => {
    const { user, sessionId } = await person();
    expect(await createSession(system(), user.id, "password")).not.toBe(sessionId);
  });

  it.each([null, undefined, 7, "", "x", "' or 1=1 --", {}, ["a"]])(
    "is nobody's for the id %j",
    async (id) => {
      expect(await resolveSession(system(), id)).toBeNull();
    },
  );

  it("is dead at the next request after sign-out, disabling, a new password or its end", async () => {
    const ends: ((of: Awaited<ReturnType<typeof person>>) => Promise<unknown>)[] = [
      (of) => signOut(system(), of.sessionId),
      (of) => disableUser(system(), of.user.id),
      (of) => setPassword(system(), of.user.id, "correct horse battery"),
      (of) => database.db.execute(sql`update sessions set expires_at = now() where id = ${of.sessionId}`),
    ];
    for (const end of ends) {
      const one = await person();
      await end(one);
      expect(await resolveSession(system(), one.sessionId)).toBeNull();
    }
  });

  it("can be listed and ended by its owner, and by nobody else", async () => {
    const [mine, theirs] = [await person(), await person()];
    expect(await listSessions(mine.ctx)).toMatchObject([{ id: mine.sessionId, current: true }]);
    await expect(revokeSession(mine.ctx, theirs.sessionId)).rejects.toMatchObject({ code: "not_found" });
    expect(await resolveSession(system(), theirs.sessionId)).not.toBeNull();
    await revokeSession(mine.ctx, mine.sessionId);
    expect(await resolveSession(system(), mine.sessionId)).toBeNull();
  });
});
