import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { Conflict, Forbidden, Invalid, NotFound, Precondition } from "@/server/kernel/errors";
import { sha256 } from "@/server/kernel/secrets";
import { everyone, surveyStage } from "../testing";
import { answerLink, linkForMe, lookAtLink } from "./answer";
import { closeWave, remindNow } from "./close";
import { listSurveys, setSchedule } from "./definitions";
import { openWave, previewAudience } from "./open";
import { sendWave } from "./send";
import { tickSurveys } from "./tick";

const stage = surveyStage();
const { rows, member, open, answer } = stage;

describe("sending", () => {
  it("asks everybody once, tells each by a link of their own, and no channel that others read", async () => {
    await stage.db.execute(sql`
      insert into notification_channels (kind, title, settings, updated_by) values
        ('email', 'Mail', '{"kind":"email","host":"localhost","port":25,"encryption":"none","user":"","from":"w@example.com"}', 't'),
        ('slack', 'Slack', '{"kind":"slack","apiBase":"https://slack.com/api","channel":"general"}', 't'),
        ('webhook', 'Hook', '{"kind":"webhook","url":"https://example.com/x"}', 't')`);
    const wave = await open();
    expect(wave).toMatchObject({ invited: 13, respondents: 0, status: "open" });
    await sendWave(stage.admin, wave.id);
    await sendWave(stage.admin, wave.id);
    const sent = await rows<{ target: { channel: string; email: string }; content: { link: string } }>(
      sql`select target, content from notices order by id`,
    );
    expect(sent).toHaveLength(13);
    expect(new Set(sent.map(({ target }) => target.channel))).toEqual(new Set(["email"]));
    expect(new Set(sent.map(({ content }) => content.link)).size).toBe(13);
    const token = sent[0]!.content.link.replace("/s/", "");
    expect(await lookAtLink(stage.anonymous, token)).toMatchObject({
      state: "open",
      title: "Platform NPS",
      answers: null,
    });
    // The link itself is stored nowhere but in the message.
    expect(await rows(sql`select from survey_links where token_hash = ${token}`)).toEqual([]);
    expect(await rows(sql`select from survey_links where token_hash = ${sha256(token)}`)).toHaveLength(1);

    await answer(wave.id, "red1", { recommend: 9 });
    await remindNow(stage.admin, wave.id);
    await sendWave(stage.admin, wave.id);
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
    expect(await previewAudience(stage.admin, "platform-nps", half)).toEqual({
      people: 6,
      asked: 3,
      again: 0,
      floor: 5,
    });
    await closeWave(stage.admin, first.id);
    const second = await open({ audience: half, seed: "b" });
    const ids = [...(await asked(first.id)), ...(await asked(second.id))].map((row) => row.user_id);
    expect(new Set(ids).size).toBe(6);
  });

  it("opens, reminds and closes by the clock", async () => {
    await setSchedule(stage.admin, "platform-nps", {
      every: "quarter",
      audience: everyone,
      openDays: 10,
      remindAfterDays: [3],
    });
    expect(await tickSurveys(stage.admin)).toBe(0);
    await stage.db.execute(sql`update surveys set next_wave_at = now() - interval '1 minute'`);
    expect(await tickSurveys(stage.admin)).toBe(1);
    const [survey] = (await listSurveys(stage.admin)).filter(
      ({ identifier }) => identifier === "platform-nps",
    );
    expect(survey!.latest).toMatchObject({ status: "open", invited: 13 });
    expect(survey!.nextWaveAt!.getTime()).toBeGreaterThan(Date.parse("2020-01-01"));
    const id = survey!.latest!.id;
    const later = (days: number) =>
      stage.db.execute(sql`
        update survey_waves set opened_at = opened_at - make_interval(days => ${days}::int),
          closes_at = closes_at - make_interval(days => ${days}::int), next_at = next_at - make_interval(days => ${days}::int)`);
    await later(3);
    expect(await tickSurveys(stage.admin)).toBe(1);
    expect(await rows(sql`select reminded, status from survey_waves`)).toEqual([
      { reminded: 1, status: "open" },
    ]);
    const { token } = await linkForMe(member("red1"), id);
    await later(7);
    // Its time is over, though nobody has closed it yet.
    expect((await lookAtLink(stage.anonymous, token)).state).toBe("closed");
    await expect(answerLink(stage.anonymous, token, { recommend: 1 })).rejects.toThrow(Precondition);
    expect(await tickSurveys(stage.admin)).toBe(1);
    expect(await rows(sql`select status from survey_waves`)).toEqual([{ status: "closed" }]);
    expect((await lookAtLink(stage.anonymous, token)).state).toBe("closed");
  });
});
