import { sql } from "drizzle-orm";
import { describe, expect, it } from "vitest";
import { Conflict, Invalid } from "@/server/kernel/errors";
import { surveyStage } from "../testing";
import { importWave } from "./import";
import { waveResults } from "./read";

const stage = surveyStage();
const { rows } = stage;

describe("imports", () => {
  const base = { externalId: "x", title: "X", closedAt: "2026-01-31T12:00:00Z" };

  it("take an index of enough people, once", async () => {
    const index = { name: "dxi", value: 71.5, respondents: 43 };
    const wave = await importWave(stage.admin, "developer-experience", { ...base, index });
    expect((await waveResults(stage.admin, wave.id)).reported).toEqual(index);
    expect((await waveResults(stage.admin, wave.id)).hidden).toBeNull();
    await expect(importWave(stage.admin, "developer-experience", { ...base, index })).rejects.toThrow(
      Conflict,
    );
    await expect(
      importWave(stage.admin, "developer-experience", {
        ...base,
        externalId: "y",
        index: { ...index, respondents: 4 },
      }),
    ).rejects.toThrow(Invalid);
  });

  it("take none that is not over yet", async () => {
    const index = { name: "dxi", value: 71.5, respondents: 43 };
    const ahead = { ...base, closedAt: "2999-01-01T00:00:00Z", index };
    await expect(importWave(stage.admin, "developer-experience", ahead)).rejects.toThrow(
      "This is in the future.",
    );
  });

  it("hold no half of a pair of characters, in nothing that is told", async () => {
    const index = { name: "dxi", value: 71.5, respondents: 43 };
    for (const wrong of [{ title: "\ud800" }, { externalId: "\udc00" }])
      await expect(
        importWave(stage.admin, "developer-experience", { ...base, index, ...wrong }),
      ).rejects.toMatchObject({ issues: [{ path: Object.keys(wrong) }] });
  });

  it("take nothing where a row is wrong, and say which", async () => {
    const refused = importWave(stage.admin, "platform-nps", {
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
