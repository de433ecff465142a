import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { surveyStage } from "../testing";
import { closeWave } from "./close";
import { importWave } from "./import";
import { surveyTrend, waveResults } from "./read";

const stage = surveyStage();
const { rows, member, open, answerAll, all } = stage;

describe("results", () => {
  it("are shown of nothing while it is open, and of nothing under the floor", async () => {
    const { id } = await open();
    await answerAll(id, all("red").slice(0, 4), () => 10);
    const during = await waveResults(member("red1"), id);
    expect(during.hidden).toMatchObject({ have: 4, need: 5 });
    expect([during.questions.map(({ whole }) => whole), during.comments]).toEqual([[null], []]);
    await closeWave(stage.admin, id);
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
    await closeWave(stage.admin, id);
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
    // Who answered is shown by the same rule: of blue with green below it, and of red.
    expect(results.response.map(({ label, respondents }) => [label, respondents])).toEqual([
      ["BLUE", 7],
      ["RED", 6],
    ]);
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
    await closeWave(stage.admin, id);
    const [nps] = (await waveResults(stage.admin, id)).questions;
    expect(nps!.whole).toMatchObject({ n: 8, nps: null, mean: 7 });
    expect(nps!.teams).toEqual([]);
  });

  it("are a course over waves, of imports too, with the tree as it was", async () => {
    const first = await open();
    await answerAll(first.id, [...all("red"), ...all("blue"), ...all("green")], () => 10);
    await closeWave(stage.admin, first.id);
    // Green moves to the top: had results the new tree, blue would be shown without it, and green by subtraction.
    await stage.db.execute(sql`update insight_teams set parent = null where team = 'green'`);
    try {
      const trend = await surveyTrend(stage.admin, "platform-nps", "blue");
      expect(trend.questions[0]!.outcomes.map((outcome) => outcome?.n)).toEqual([7]);
    } finally {
      await stage.db.execute(sql`update insight_teams set parent = 'blue' where team = 'green'`);
    }
    await importWave(stage.admin, "platform-nps", {
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
    const trend = await surveyTrend(stage.admin, "platform-nps", null);
    expect(trend.waves.map(({ invited, respondents }) => [invited, respondents])).toEqual([
      [40, 10],
      [13, 13],
    ]);
    expect(trend.questions[0]!.outcomes.map((outcome) => outcome?.nps?.score)).toEqual([0, 100]);
  });
});
