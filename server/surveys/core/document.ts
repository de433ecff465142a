import { surveyDocumentSchema } from "../schema";

/** A survey with all that it may leave out; one that cannot be read stays as it is, for its verb to refuse. */
export function normalSurvey(document: Record<string, unknown>): Record<string, unknown> {
  const { success, data } = surveyDocumentSchema.safeParse(document);
  return success ? data : document;
}
