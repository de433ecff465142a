import type { Question, QuestionType, SurveyDefinition } from "@/server/surveys/schema";

/** A question as it is edited: whatever its type, with all that another type would need. */
export interface QuestionDraft {
  id: string;
  type: QuestionType;
  title: string;
  help: string;
  required: boolean;
  driver: string;
  feeds: boolean;
  /** One choice a line. */
  options: string;
  /** Ids of the choices as they were, by their words. */
  known: Record<string, string>;
}

export interface SurveyDraft {
  title: string;
  description: string;
  questions: QuestionDraft[];
}

/** Letters and digits of a text with hyphens between them. */
export const keyOf = (text: string): string =>
  text
    .normalize("NFKD")
    .replace(/\p{M}/gu, "")
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, "-")
    .replace(/^-+|-+$/g, "")
    .slice(0, 50)
    .replace(/-+$/, "");

const freeKey = (wished: string, taken: ReadonlySet<string>): string => {
  if (wished && !taken.has(wished)) return wished;
  for (let n = 2; ; n += 1) if (!taken.has(`${wished || "q"}-${n}`)) return `${wished || "q"}-${n}`;
};

/** A question of a type, under an id that no other has. */
export function newQuestion(questions: readonly QuestionDraft[]): QuestionDraft {
  return {
    id: freeKey(`question-${questions.length + 1}`, new Set(questions.map(({ id }) => id))),
    type: "agreement",
    title: "",
    help: "",
    required: false,
    driver: "",
    feeds: false,
    options: "",
    known: {},
  };
}

export const draftOf = ({ title, description, questions }: SurveyDefinition): SurveyDraft => ({
  title,
  description,
  questions: questions.map((question) => ({
    id: question.id,
    type: question.type,
    title: question.title,
    help: question.help ?? "",
    required: question.required,
    driver: ("driver" in question && question.driver) || "",
    feeds: "measure" in question && question.measure !== undefined,
    options: "options" in question ? question.options.map((option) => option.title).join("\n") : "",
    known:
      "options" in question
        ? Object.fromEntries(question.options.map((option) => [option.title, option.id]))
        : {},
  })),
});

/** What is saved of a draft; what is wrong with it, the server says. */
export const definitionOf = ({ title, description, questions }: SurveyDraft): SurveyDefinition => ({
  title,
  description,
  questions: questions.map(questionOf),
});

export function questionOf(draft: QuestionDraft): Question {
  const { type, id, title, help, required, driver, feeds } = draft;
  const common = { id, title, required, ...(help.trim() && { help }) };
  const tag = driver.trim() ? { driver } : {};
  switch (type) {
    case "score":
      return { type, ...common, ...tag, ...(feeds && { measure: "nps" as const }) };
    case "agreement":
      return { type, ...common, ...tag, ...(feeds && { measure: "experience" as const }) };
    case "single":
    case "multiple":
      return { type, ...common, options: optionsOf(draft) };
    case "comment":
      return { type, ...common };
  }
}

/** Choices keep their ids as long as they keep their words, so that answers of earlier waves stay theirs. */
function optionsOf({ options, known }: QuestionDraft): { id: string; title: string }[] {
  const taken = new Set<string>();
  return options
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "")
    .map((title) => {
      const id = freeKey(known[title] ?? keyOf(title), taken);
      taken.add(id);
      return { id, title };
    });
}
