import type { QuestionType } from "../schema";

// Apart from the schema: pages say these without the checks of what is sent.

/** From so many answers on a net promoter score is one. */
export const NPS_FLOOR = 10;

export const SURVEY_STATUSES = ["draft", "ready", "archived"] as const;
export type SurveyStatus = (typeof SURVEY_STATUSES)[number];

export const QUESTION_TYPES: Record<QuestionType, string> = {
  score: "Score from 0 to 10",
  agreement: "Agreement in five steps",
  single: "One choice",
  multiple: "Several choices",
  comment: "Comment",
};
