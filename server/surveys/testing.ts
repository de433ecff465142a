import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { contextOf } from "@/server/catalog/testing";
import type { Context } from "@/server/kernel/context";
import type { Answers } from "./schema";
import { answerLink, linkForMe } from "./service/answer";
import { openWave } from "./service/open";

/** Red has six people, blue five, green two; green is below blue. */
const TEAMS = { red: 6, blue: 5, green: 2 };
type Team = keyof typeof TEAMS;

export const everyone = { who: { kind: "everyone" as const }, share: 1 };

/** For tests: a portal with three teams, empty of surveys before each test. Call it once in a file. */
export function surveyStage() {
  let database: TestDatabase;
  let admin: Context;
  const people = new Map<string, string>();
  const rows = async <T>(query: ReturnType<typeof sql>) => [...(await database.db.execute(query))] as T[];
  const member = (name: string): Context => ({
    ...admin,
    actor: {
      kind: "user",
      id: people.get(name)!,
      email: `${name}@example.com`,
      name,
      role: "member",
      memberships: [],
    },
  });
  const anonymous = (): Context => ({ ...admin, actor: { kind: "anonymous" } });

  beforeAll(async () => {
    process.env.WAYMARK_ENCRYPTION_KEY ??= randomBytes(32).toString("base64");
    process.env.NEXTAUTH_SECRET ??= randomBytes(32).toString("base64");
    process.env.DATABASE_URL ??= "postgres://unused";
    database = await createTestDatabase();
    admin = contextOf(database.db);
    for (const [team, n] of Object.entries(TEAMS)) {
      await database.db.execute(
        sql`insert into teams (identifier, title) values (${team}, ${team.toUpperCase()})`,
      );
      for (let i = 1; i <= n; i += 1) {
        const name = `${team}${i}`;
        const [user] = await rows<{ id: string }>(
          sql`insert into users (email, name) values (${`${name}@example.com`}, ${name}) returning id`,
        );
        people.set(name, user!.id);
        await database.db.execute(
          sql`insert into memberships (team_id, user_id) select id, ${user!.id}::uuid from teams where identifier = ${team}`,
        );
      }
    }
    await database.db.execute(sql`insert into insight_teams (team, parent) values ('green', 'blue')`);
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.db.execute(sql`truncate survey_waves, surveys, notices, notification_channels cascade`);
  });

  const open = (over: object = {}) =>
    openWave(admin, { survey: "platform-nps", audience: everyone, ...over });
  const answer = async (wave: string, name: string, answers: Answers) => {
    const { token } = await linkForMe(member(name), wave);
    await answerLink(anonymous(), token, answers);
    return token;
  };
  const answerAll = async (wave: string, names: string[], score: (n: number) => number) => {
    for (const [n, name] of names.entries())
      await answer(wave, name, { recommend: score(n), reason: `because ${name.slice(0, -1)}` });
  };
  const all = (team: Team) => Array.from({ length: TEAMS[team] }, (_, n) => `${team}${n + 1}`);

  return {
    get db() {
      return database.db;
    },
    get admin() {
      return admin;
    },
    get anonymous() {
      return anonymous();
    },
    /** Who is known by a name, as their id. */
    idOf: (name: string) => people.get(name)!,
    rows,
    member,
    open,
    answer,
    answerAll,
    all,
  };
}
