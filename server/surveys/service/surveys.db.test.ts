import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { contextOf } from "@/server/catalog/testing";
import type { Context } from "@/server/kernel/context";
import { Conflict, Forbidden, Invalid, NotFound, Precondition } from "@/server/kernel/errors";
import { sha256 } from "@/server/kernel/secrets";
import type { Answers } from "../schema";
import { answerLink, linkForMe, lookAtLink, myInvitations } from "./answer";
import { closeWave, remindNow } from "./close";
import { listSurveys, saveSurvey, setSchedule, setSurveyStatus } from "./definitions";
import { importWave } from "./import";
import { openWave, previewAudience } from "./open";
import { surveyTrend, waveResults } from "./read";
import { sendWave } from "./send";
import { tickSurveys } from "./tick";

let database: TestDatabase;
let admin: Context;
let anonymous: Context;
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

/** Red has six people, blue five, green two; green is below blue. */
const TEAMS = { red: 6, blue: 5, green: 2 };

beforeAll(async () => {
  process.env.WAYMARK_ENCRYPTION_KEY ??= randomBytes(32).toString("base64");
  process.env.NEXTAUTH_SECRET ??= randomBytes(32).toString("base64");
  process.env.DATABASE_URL ??= "postgres://unused";
  database = await createTestDatabase();
  admin = contextOf(database.db);
  anonymous = { ...admin, actor: { kind: "anonymous" } };
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

const everyone = { who: { kind: "everyone" as const }, share: 1 };
const open = (over: object = {}) => openWave(admin, { survey: "platform-nps", audience: everyone, ...over });
const answer = async (wave: string, name: string, answers: Answers) => {
  const { token } = await linkForMe(member(name), wave);
  await answerLink(anonymous, token, answers);
  return token;
};
const answerAll = async (wave: string, names: string[], score: (n: number) => number) => {
  for (const [n, name] of names.entries())
    await answer(wave, name, { recommend: score(n), reason: `because ${name.slice(0, -1)}` });
};
const all = (team: keyof typeof TEAMS) => Array.from({ length: TEAMS[team] }, (_, n) => `${team}${n + 1}`);

describe("sending", () => {
  it("asks everybody once, tells each by a link of their own, and no channel that others read", async () => {
    await database.db.execute(sql`
      insert into notification_channels (kind, title, settings, updated_by) values
        ('email', 'Mail', '{"kind":"email","host":"localhost","port":25,"encryption":"none","user":"","from":"w@example.com"}', 't'),
        ('slack', 'Slack', '{"kind":"slack","apiBase":"https://slack.com/api","channel":"general"}', 't'),
        ('webhook', 'Hook', '{"kind":"webhook","url":"https://example.com/x"}', 't')`);
    const wave = await open();
    expect(wave).toMatchObject({ invited: 13, respondents: 0, status: "open" });
    await sendWave(admin, wave.id);
    await sendWave(admin, wave.id);
    const sent = await rows<{ target: { channel: string; email: string }; content: { link: string } }>(
      sql`select target, content from notices order by id`,
    );
    expect(sent).toHaveLength(13);
    expect(new Set(sent.map(({ target }) => target.channel))).toEqual(new Set(["email"]));
    expect(new Set(sent.map(({ content }) => content.link)).size).toBe(13);
    const token = sent[0]!.content.link.replace("/s/", "");
    expect(await lookAtLink(anonymous, token)).toMatchObject({
      state: "open",
      title: "Platform NPS",
      answers: null,
    });
    // The link itself is stored nowhere but in the message.
    expect(await rows(sql`select from survey_links where token_hash = ${token}`)).toEqual([]);
    expect(await rows(sql`select from survey_links where token_hash = ${sha256(token)}`)).toHaveLength(1);

    await answer(wave.id, "red1", { recommend: 9 });
    await remindNow(admin, wave.id);
    await sendWave(admin, wave.id);
    const reminded = await rows<{ email: string }>(
      sql`select target->>'email' as email from notices where topic = 'survey.reminder' order by 1`,
    );
    expect(reminded).toHaveLength(12);
    expect(reminded.map(({ email }) => email)).not.toContain("red1@example.com");
  });

  it("is for administrators, and one wave at a time", async () => {
    await expect(openWave(member("red1"), { survey: "platform-nps" })).rejects.toThrow(Forbidden);
    await open();
    await expect(open()).rejects.toThrow(Conflict);
    await expect(open({ survey: "nothing" })).rejects.toThrow(NotFound);
    await expect(
      open({
        survey: "developer-experience",
        audience: { who: { kind: "teams", teams: ["none"] }, share: 1 },
      }),
    ).rejects.toThrow(Invalid);
  });

  it("draws half of each team, and others the next time", async () => {
    const half = { who: { kind: "teams" as const, teams: ["red"] }, share: 0.5 };
    const asked = (wave: string) =>
      rows<{ user_id: string }>(sql`select user_id from survey_invitations where wave_id = ${wave}`);
    const first = await open({ audience: half, seed: "a" });
    expect(await previewAudience(admin, "platform-nps", half)).toEqual({
      people: 6,
      asked: 3,
      again: 0,
      floor: 5,
    });
    await closeWave(admin, first.id);
    const second = await open({ audience: half, seed: "b" });
    const ids = [...(await asked(first.id)), ...(await asked(second.id))].map((row) => row.user_id);
    expect(new Set(ids).size).toBe(6);
  });

  it("opens, reminds and closes by the clock", async () => {
    await setSchedule(admin, "platform-nps", {
      every: "quarter",
      audience: everyone,
      openDays: 10,
      remindAfterDays: [3],
    });
    expect(await tickSurveys(admin)).toBe(0);
    await database.db.execute(sql`update surveys set next_wave_at = now() - interval '1 minute'`);
    expect(await tickSurveys(admin)).toBe(1);
    const [survey] = (await listSurveys(admin)).filter(({ identifier }) => identifier === "platform-nps");
    expect(survey!.latest).toMatchObject({ status: "open", invited: 13 });
    expect(survey!.nextWaveAt!.getTime()).toBeGreaterThan(Date.parse("2020-01-01"));
    const id = survey!.latest!.id;
    const later = (days: number) =>
      database.db.execute(sql`
        update survey_waves set opened_at = opened_at - make_interval(days => ${days}::int),
          closes_at = closes_at - make_interval(days => ${days}::int), next_at = next_at - make_interval(days => ${days}::int)`);
    await later(3);
    expect(await tickSurveys(admin)).toBe(1);
    expect(await rows(sql`select reminded, status from survey_waves`)).toEqual([
      { reminded: 1, status: "open" },
    ]);
    const { token } = await linkForMe(member("red1"), id);
    await later(7);
    // Its time is over, though nobody has closed it yet.
    expect((await lookAtLink(anonymous, token)).state).toBe("closed");
    await expect(answerLink(anonymous, token, { recommend: 1 })).rejects.toThrow(Precondition);
    expect(await tickSurveys(admin)).toBe(1);
    expect(await rows(sql`select status from survey_waves`)).toEqual([{ status: "closed" }]);
    expect((await lookAtLink(anonymous, token)).state).toBe("closed");
  });
});

describe("answering", () => {
  it("can be changed by the same link until the end, and is counted once", async () => {
    const { id } = await open();
    expect(await myInvitations(member("red1"))).toMatchObject([{ wave: id, answered: false }]);
    const other = await linkForMe(member("red1"), id);
    const token = await answer(id, "red1", { recommend: 3, reason: "slow" });
    await answerLink(anonymous, token, { recommend: 8 });
    expect((await lookAtLink(anonymous, token)).answers).toEqual({ recommend: 8 });
    expect((await lookAtLink(anonymous, other.token)).state).toBe("other");
    await expect(answerLink(anonymous, other.token, { recommend: 0 })).rejects.toThrow(Conflict);
    await expect(linkForMe(member("red1"), id)).rejects.toThrow(Conflict);
    expect(await rows(sql`select score from survey_answers`)).toEqual([{ score: 8 }]);
    expect(await rows(sql`select from survey_comments`)).toEqual([]);
    expect(await rows(sql`select from survey_respondents`)).toHaveLength(1);
  });

  it("refuses what does not fit, by question, and links that do not exist", async () => {
    const { id } = await open();
    const { token } = await linkForMe(member("red1"), id);
    await expect(answerLink(anonymous, token, { recommend: 11 })).rejects.toThrow(Invalid);
    await expect(answerLink(anonymous, token, {})).rejects.toThrow("Answer this question.");
    await expect(lookAtLink(anonymous, "wsv_nothing-like-it-at-all")).rejects.toThrow(NotFound);
    await expect(lookAtLink(anonymous, "\0")).rejects.toThrow(NotFound);
    await expect(linkForMe(admin, id)).rejects.toThrow(NotFound);
  });

  it("leaves nothing that leads to a person", async () => {
    const { id } = await open();
    const token = await answer(id, "red1", { recommend: 0, reason: "m4rk3r" });
    await answerAll(id, all("blue"), () => 9);
    const tables = async () =>
      JSON.stringify([
        await rows(sql`select * from survey_answers`),
        await rows(sql`select * from survey_comments`),
        await rows(sql`select * from survey_respondents`),
      ]);
    const before = await tables();
    for (const secret of [people.get("red1")!, token, sha256(token)]) expect(before).not.toContain(secret);
    const audited = JSON.stringify(await rows(sql`select * from audit_log`));
    expect(audited).not.toContain("m4rk3r");
    expect(audited).not.toContain(people.get("red1"));
    await closeWave(admin, id);
    expect(await rows(sql`select salt from survey_waves`)).toEqual([{ salt: null }]);
    expect(await rows(sql`select from survey_respondents`)).toEqual([]);
    expect(await rows(sql`select distinct respondent from survey_answers`)).toEqual([{ respondent: null }]);
  });
});

describe("results", () => {
  it("are shown of nothing while it is open, and of nothing under the floor", async () => {
    const { id } = await open();
    await answerAll(id, all("red").slice(0, 4), () => 10);
    const during = await waveResults(member("red1"), id);
    expect(during.hidden).toMatchObject({ have: 4, need: 5 });
    expect([during.questions.map(({ whole }) => whole), during.comments]).toEqual([[null], []]);
    await closeWave(admin, id);
    const after = await waveResults(member("red1"), id);
    expect(after.hidden?.why).toMatch(/fewer than 5/);
    expect([after.questions.map(({ whole }) => whole), after.comments]).toEqual([[null], []]);
    // What cannot be shown is not kept.
    expect(await rows(sql`select from survey_answers`)).toEqual([]);
    expect(await rows(sql`select from survey_comments`)).toEqual([]);
  });

  it("show no team by subtraction, and comments with the group that they are shown with", async () => {
    const { id } = await open();
    // Six of red, five of blue itself and two of green below it: blue with green is seven.
    await answerAll(id, [...all("red"), ...all("blue"), ...all("green")], (n) => (n < 6 ? 10 : 5));
    await closeWave(admin, id);
    const results = await waveResults(member("green1"), id);
    const [nps] = results.questions;
    expect(nps!.whole).toMatchObject({ respondents: 13, n: 13 });
    // Six promote and seven detract: 100 · (6 − 7) / 13.
    expect(nps!.whole!.nps!.score).toBeCloseTo(-7.6923, 4);
    expect(nps!.teams.map(({ team, label, outcome }) => [team, label, outcome.n, outcome.mean])).toEqual([
      ["blue", "BLUE", 7, 5],
      ["red", "RED", 6, 10],
    ]);
    expect(nps!.teams[0]!.outcome.nps).toBeNull();
    expect(results.comments.map(({ team, body }) => `${team} ${body}`).sort()).toEqual([
      ...Array<string>(5).fill("BLUE because blue"),
      ...Array<string>(2).fill("BLUE because green"),
      ...Array<string>(6).fill("RED because red"),
    ]);
    expect(await rows(sql`select distinct team from survey_answers order by 1`)).toEqual([
      { team: "blue" },
      { team: "red" },
    ]);
  });

  it("hide a large team too where a small one would follow from it", async () => {
    const { id } = await open();
    await answerAll(id, [...all("red"), ...all("blue").slice(0, 2)], () => 7);
    await closeWave(admin, id);
    const [nps] = (await waveResults(admin, id)).questions;
    expect(nps!.whole).toMatchObject({ n: 8, nps: null, mean: 7 });
    expect(nps!.teams).toEqual([]);
  });

  it("are a course over waves, of imports too, with the tree as it was", async () => {
    const first = await open();
    await answerAll(first.id, [...all("red"), ...all("blue"), ...all("green")], () => 10);
    await closeWave(admin, first.id);
    // Green moves to the top: had results the new tree, blue would be shown without it, and green by subtraction.
    await database.db.execute(sql`update insight_teams set parent = null where team = 'green'`);
    try {
      const trend = await surveyTrend(admin, "platform-nps", "blue");
      expect(trend.questions[0]!.outcomes.map((outcome) => outcome?.n)).toEqual([7]);
    } finally {
      await database.db.execute(sql`update insight_teams set parent = 'blue' where team = 'green'`);
    }
    await importWave(admin, "platform-nps", {
      externalId: "2020-q1",
      title: "2020 Q1",
      closedAt: "2020-02-01T00:00:00Z",
      invited: 40,
      answers: Array.from({ length: 10 }, (_, n) => ({
        respondent: `r${n}`,
        team: n < 5 ? "red" : "blue",
        question: "recommend",
        value: n < 5 ? 9 : 6,
      })),
    });
    const trend = await surveyTrend(admin, "platform-nps", null);
    expect(trend.waves.map(({ invited, respondents }) => [invited, respondents])).toEqual([
      [40, 10],
      [13, 13],
    ]);
    expect(trend.questions[0]!.outcomes.map((outcome) => outcome?.nps?.score)).toEqual([0, 100]);
  });
});

describe("imports", () => {
  const base = { externalId: "x", title: "X", closedAt: "2026-01-31T12:00:00Z" };

  it("take an index of enough people, once", async () => {
    const index = { name: "dxi", value: 71.5, respondents: 43 };
    const wave = await importWave(admin, "developer-experience", { ...base, index });
    expect((await waveResults(admin, wave.id)).reported).toEqual(index);
    expect((await waveResults(admin, wave.id)).hidden).toBeNull();
    await expect(importWave(admin, "developer-experience", { ...base, index })).rejects.toThrow(Conflict);
    await expect(
      importWave(admin, "developer-experience", {
        ...base,
        externalId: "y",
        index: { ...index, respondents: 4 },
      }),
    ).rejects.toThrow(Invalid);
  });

  it("take none that is not over yet", async () => {
    const index = { name: "dxi", value: 71.5, respondents: 43 };
    const ahead = { ...base, closedAt: "2999-01-01T00:00:00Z", index };
    await expect(importWave(admin, "developer-experience", ahead)).rejects.toThrow("This is in the future.");
  });

  it("take nothing where a row is wrong, and say which", async () => {
    const refused = importWave(admin, "platform-nps", {
      ...base,
      answers: [
        { respondent: "a", question: "recommend", value: 9 },
        { respondent: "a", question: "recommend", value: 8 },
        { respondent: "b", question: "recommend", value: 12 },
        { respondent: "c", question: "none", value: 1 },
      ],
    });
    await expect(refused).rejects.toMatchObject({
      details: {
        issues: [
          { path: ["answers", 1, "question"] },
          { path: ["answers", 2, "value"] },
          { path: ["answers", 3, "question"] },
        ],
      },
    });
    expect(await rows(sql`select from survey_waves`)).toEqual([]);
  });
});

describe("definitions", () => {
  const definition = {
    title: "Tools",
    questions: [{ type: "comment" as const, id: "c", title: "What is missing?" }],
  };

  it("begin as drafts that only administrators see, keep revisions, and refuse what is out of date", async () => {
    const made = await saveSurvey(admin, { identifier: "tools", definition, expectedRevision: null });
    expect(made).toMatchObject({ revision: 1, status: "draft" });
    const seen = async (ctx: Context) => (await listSurveys(ctx)).map(({ identifier }) => identifier);
    expect(await seen(admin)).toEqual(["platform-nps", "developer-experience", "tools"]);
    expect(await seen(member("red1"))).toEqual(["platform-nps", "developer-experience"]);
    await expect(open({ survey: "tools" })).rejects.toThrow(Conflict);
    await setSurveyStatus(admin, "tools", "ready");
    const wave = await open({ survey: "tools" });
    const changed = { ...definition, title: "Tooling" };
    expect(
      await saveSurvey(admin, { identifier: "tools", definition: changed, expectedRevision: 1 }),
    ).toMatchObject({ revision: 2 });
    await expect(saveSurvey(admin, { identifier: "tools", definition, expectedRevision: 1 })).rejects.toThrow(
      Conflict,
    );
    // A wave keeps what it asked.
    expect((await waveResults(admin, wave.id)).wave.definition.title).toBe("Tools");
  });
});
