import type { Context } from "@/server/kernel/context";
import { transaction } from "@/server/kernel/transaction";
import { BUILT_IN } from "@/server/surveys/core/built-in";
import { importWave } from "@/server/surveys/service/import";
import { waves } from "../core/survey";
import { knownWaves } from "../store/surveys";
import type { Stage } from "./steps";

const questionsOf = (survey: string, type: string): string[] =>
  (BUILT_IN[survey]?.questions ?? []).filter((one) => one.type === type).map(({ id }) => id);

/** Takes in what people of the scenario answered, as waves that were made elsewhere. */
export async function loadSurveys(ctx: Context, { calendar, done }: Stage): Promise<void> {
  const known = await knownWaves(ctx.db);
  const all = waves(calendar, {
    scores: questionsOf("platform-nps", "score"),
    statements: questionsOf("developer-experience", "agreement"),
  });
  for (const { survey, ...wave } of all) if (!known.has(wave.externalId)) await importWave(ctx, survey, wave);
  await transaction(ctx, (tx) => done(tx.db));
}
