import type { Context } from "@/server/kernel/context";
import { Invalid } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import type { TransactionContext } from "@/server/kernel/transaction";
import { equalJson } from "@/server/properties/equal";
import { type SurveyDocument, surveyDocumentSchema } from "../schema";
import { allSurveys, surveyBy } from "../store/surveys";
import { wavesOf } from "../store/waves";
import { removeSurvey, saveSurvey, setSchedule, setSurveyStatus } from "./definitions";

/** Surveys that somebody has changed or sent and that are not archived, without their waves. Administrators only. */
export async function exportSurveys(ctx: Context | TransactionContext): Promise<SurveyDocument[]> {
  checkPermission(ctx.actor, "surveys.manage");
  return (await allSurveys(ctx.db))
    .filter(({ status }) => status !== "archived")
    .map(({ identifier, status, schedule, definition }) => ({ identifier, status, schedule, definition }))
    .sort((a, b) => (a.identifier < b.identifier ? -1 : 1));
}

/** Makes a survey as a document says. Administrators only. Throws Invalid with paths within the document. */
export async function writeSurveyDocument(tx: TransactionContext, input: unknown): Promise<void> {
  const parsed = surveyDocumentSchema.safeParse(input);
  if (!parsed.success)
    throw new Invalid(
      parsed.error.issues.map(({ path, message }) => ({
        path: path.map((part) => (typeof part === "symbol" ? String(part) : part)),
        message,
      })),
    );
  const { identifier, status, schedule, definition } = parsed.data;
  const before = await surveyBy(tx.db, identifier);
  await saveSurvey(tx, { identifier, definition, expectedRevision: before?.revision ?? null });
  const now = await surveyBy(tx.db, identifier);
  if (now?.status !== status) await setSurveyStatus(tx, identifier, status);
  if (!equalJson(now?.schedule ?? null, schedule)) await setSchedule(tx, identifier, schedule);
}

/** Removes a survey; one that was sent is archived, since its results stay. Administrators only. */
export async function dropSurvey(tx: TransactionContext, identifier: string): Promise<void> {
  if ((await wavesOf(tx.db, identifier)).length) await setSurveyStatus(tx, identifier, "archived");
  else await removeSurvey(tx, identifier);
}
