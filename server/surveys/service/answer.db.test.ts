import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { Conflict, Invalid, NotFound } from "@/server/kernel/errors";
import { sha256 } from "@/server/kernel/secrets";
import { surveyStage } from "../testing";
import { answerLink, linkForMe, lookAtLink, myInvitations } from "./answer";
import { closeWave } from "./close";

const stage = surveyStage();
const { rows, member, open, answer, answerAll, all } = stage;

describe("answering", () => {
  it("can be changed by the same link until the end, and is counted once", async () => {
    const { id } = await open();
    expect(await myInvitations(member("red1"))).toMatchObject([{ wave: id, answered: false }]);
    const other = await linkForMe(member("red1"), id);
    const token = await answer(id, "red1", { recommend: 3, reason: "slow" });
    await answerLink(stage.anonymous, token, { recommend: 8 });
    expect((await lookAtLink(stage.anonymous, token)).answers).toEqual({ recommend: 8 });
    expect((await lookAtLink(stage.anonymous, other.token)).state).toBe("other");
    await expect(answerLink(stage.anonymous, other.token, { recommend: 0 })).rejects.toThrow(Conflict);
    await expect(linkForMe(member("red1"), id)).rejects.toThrow(Conflict);
    expect(await rows(sql`select score from survey_answers`)).toEqual([{ score: 8 }]);
    expect(await rows(sql`select from survey_comments`)).toEqual([]);
    expect(await rows(sql`select from survey_respondents`)).toHaveLength(1);
  });

  it("refuses what does not fit, by question, and links that do not exist", async () => {
    const { id } = await open();
    const { token } = await linkForMe(member("red1"), id);
    await expect(answerLink(stage.anonymous, token, { recommend: 11 })).rejects.toThrow(Invalid);
    await expect(answerLink(stage.anonymous, token, {})).rejects.toThrow("Answer this question.");
    await expect(lookAtLink(stage.anonymous, "wsv_nothing-like-it-at-all")).rejects.toThrow(NotFound);
    await expect(lookAtLink(stage.anonymous, "\0")).rejects.toThrow(NotFound);
    await expect(linkForMe(stage.admin, id)).rejects.toThrow(NotFound);
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
    for (const secret of [stage.idOf("red1"), token, sha256(token)]) expect(before).not.toContain(secret);
    const audited = JSON.stringify(await rows(sql`select * from audit_log`));
    expect(audited).not.toContain("m4rk3r");
    expect(audited).not.toContain(stage.idOf("red1"));
    await closeWave(stage.admin, id);
    expect(await rows(sql`select salt from survey_waves`)).toEqual([{ salt: null }]);
    expect(await rows(sql`select from survey_respondents`)).toEqual([]);
    expect(await rows(sql`select distinct respondent from survey_answers`)).toEqual([{ respondent: null }]);
  });
});
