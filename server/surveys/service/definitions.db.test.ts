import { describe, expect, it } from "vitest";
import type { Context } from "@/server/kernel/context";
import { Conflict } from "@/server/kernel/errors";
import { surveyStage } from "../testing";
import { listSurveys, saveSurvey, setSurveyStatus } from "./definitions";
import { waveResults } from "./read";

const stage = surveyStage();
const { member, open } = stage;

describe("definitions", () => {
  const definition = {
    title: "Tools",
    questions: [{ type: "comment" as const, id: "c", title: "What is missing?" }],
  };

  it("begin as drafts that only administrators see, keep revisions, and refuse what is out of date", async () => {
    const made = await saveSurvey(stage.admin, { identifier: "tools", definition, expectedRevision: null });
    expect(made).toMatchObject({ revision: 1, status: "draft" });
    const seen = async (ctx: Context) => (await listSurveys(ctx)).map(({ identifier }) => identifier);
    expect(await seen(stage.admin)).toEqual(["platform-nps", "developer-experience", "tools"]);
    expect(await seen(member("red1"))).toEqual(["platform-nps", "developer-experience"]);
    await expect(open({ survey: "tools" })).rejects.toThrow(Conflict);
    await setSurveyStatus(stage.admin, "tools", "ready");
    const wave = await open({ survey: "tools" });
    const changed = { ...definition, title: "Tooling" };
    expect(
      await saveSurvey(stage.admin, { identifier: "tools", definition: changed, expectedRevision: 1 }),
    ).toMatchObject({ revision: 2 });
    await expect(
      saveSurvey(stage.admin, { identifier: "tools", definition, expectedRevision: 1 }),
    ).rejects.toThrow(Conflict);
    // A wave keeps what it asked.
    expect((await waveResults(stage.admin, wave.id)).wave.definition.title).toBe("Tools");
  });
});
