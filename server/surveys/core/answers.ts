import type { Issue } from "@/server/kernel/errors";
import { type Answers, type Question, type SurveyDefinition, UNSTORABLE, WHY_UNSTORABLE } from "../schema";

/** "Does not apply", among the answers. */
export const NOT_APPLICABLE = "na";

/** One answer as it is kept: a score, choices, or a comment; none of them where it does not apply. */
export interface KeptAnswer {
  question: string;
  score: number | null;
  choices: string[] | null;
  body: string | null;
}

const isEmpty = (value: Answers[string] | undefined): boolean =>
  value === undefined ||
  (typeof value === "string" ? value.trim() === "" : Array.isArray(value) && !value.length);

/** Reads what somebody says against what is asked. Gives back what is to be kept, and what is wrong, by question. */
export function readAnswers(
  { questions }: Pick<SurveyDefinition, "questions">,
  answers: Answers,
): { kept: KeptAnswer[]; issues: Issue[] } {
  const kept: KeptAnswer[] = [];
  const issues: Issue[] = [];
  const asked = new Map(questions.map((question) => [question.id, question]));
  for (const id of Object.keys(answers))
    if (!asked.has(id)) issues.push({ path: ["answers", id], message: "This question is not asked." });
  for (const question of questions) {
    const value = answers[question.id];
    if (isEmpty(value)) {
      if (question.required)
        issues.push({ path: ["answers", question.id], message: "Answer this question." });
      continue;
    }
    const one = keptOf(question, value!);
    if (typeof one === "string") issues.push({ path: ["answers", question.id], message: one });
    else kept.push({ question: question.id, score: null, choices: null, body: null, ...one });
  }
  return { kept, issues };
}

/** The part that is kept; a text says what is wrong. */
export function keptOf(question: Question, value: Answers[string]): Partial<KeptAnswer> | string {
  switch (question.type) {
    case "score":
      return isWhole(value, 0, 10) ? { score: value } : "Choose a number from 0 to 10.";
    case "agreement":
      if (value === NOT_APPLICABLE) return {};
      return isWhole(value, 1, 5)
        ? { score: value }
        : "Choose one of the five steps, or that it does not apply.";
    case "single":
      return typeof value === "string" && question.options.some(({ id }) => id === value)
        ? { choices: [value] }
        : "Choose one of the choices.";
    case "multiple":
      return Array.isArray(value) &&
        new Set(value).size === value.length &&
        value.every((choice) => question.options.some(({ id }) => id === choice))
        ? { choices: value }
        : "Choose among the choices.";
    case "comment":
      if (typeof value !== "string") return "Write a text.";
      return UNSTORABLE.test(value) ? WHY_UNSTORABLE : { body: value.trim() };
  }
}

const isWhole = (value: unknown, least: number, most: number): value is number =>
  typeof value === "number" && Number.isInteger(value) && value >= least && value <= most;
