import { z } from "zod";
import { SURVEY_STATUSES } from "./core/words";

/** Of fewer people nothing is shown, nor what would follow by subtraction. */
export const ANONYMITY_FLOOR = 5;

export const WAVE_STATUSES = ["open", "closed"] as const;
export type WaveStatus = (typeof WAVE_STATUSES)[number];
export const WAVE_ORIGINS = ["portal", "import"] as const;
export type WaveOrigin = (typeof WAVE_ORIGINS)[number];

/** Metrics that a question feeds. */
export const MEASURES = ["nps", "experience"] as const;
export type Measure = (typeof MEASURES)[number];

/** NUL and half of a surrogate pair: the database stores neither. */
export const UNSTORABLE = /[\0\p{Cs}]/u;
export const WHY_UNSTORABLE =
  "Contains a NUL character or half of a surrogate pair, which cannot be stored. Remove it.";
const plain = (most: number) =>
  z
    .string()
    .trim()
    .max(most)
    .refine((text) => !UNSTORABLE.test(text), WHY_UNSTORABLE);
const words = (most: number) => plain(most).min(1, "Must not be empty.");
const key = z
  .string()
  .min(1)
  .max(60)
  .regex(/^[a-z0-9][a-z0-9-]*$/, "Use lower-case letters, digits and hyphens.");

export const surveyIdentifier = key.refine(
  (id) => id !== "waves" && id !== "new",
  "Pages have this name. Choose another.",
);

const common = {
  /** Stays the same when the wording does: by it answers of several waves are one course. */
  id: key,
  title: words(300),
  help: plain(500).optional(),
  required: z.boolean().default(false),
};
const measured = {
  /** What it is about, as people who act on it call it: "feedback", "reliability". */
  driver: plain(60).optional(),
  measure: z.enum(MEASURES).optional(),
};
const options = z
  .array(z.strictObject({ id: key, title: words(200) }))
  .min(2, "Give at least two choices.")
  .max(20, "At most 20 choices.");

export const questionSchema = z.discriminatedUnion("type", [
  /** From 0 to 10. */
  z.strictObject({ type: z.literal("score"), ...common, ...measured }),
  /** From 1, not at all, to 5, completely; or it does not apply. */
  z.strictObject({ type: z.literal("agreement"), ...common, ...measured }),
  z.strictObject({ type: z.literal("single"), ...common, options }),
  z.strictObject({ type: z.literal("multiple"), ...common, options }),
  z.strictObject({ type: z.literal("comment"), ...common }),
]);
export type Question = z.infer<typeof questionSchema>;
export type QuestionType = Question["type"];

export const definitionSchema = z
  .strictObject({
    title: words(120),
    /** Above the questions: what it is for, and how long it takes. */
    description: plain(1000).default(""),
    questions: z.array(questionSchema).min(1, "Ask at least one question.").max(40, "At most 40 questions."),
  })
  .superRefine(({ questions }, ctx) => {
    const seen = new Set<string>();
    questions.forEach((question, index) => {
      const at = ["questions", index];
      if (seen.has(question.id))
        ctx.addIssue({ code: "custom", path: [...at, "id"], message: "Another question has this id." });
      seen.add(question.id);
      if ("measure" in question && question.measure === "nps" && question.type !== "score")
        ctx.addIssue({
          code: "custom",
          path: [...at, "measure"],
          message: "A net promoter score needs a score from 0 to 10.",
        });
      if ("measure" in question && question.measure === "experience" && question.type !== "agreement")
        ctx.addIssue({
          code: "custom",
          path: [...at, "measure"],
          message: "The developer experience score needs an agreement in five steps.",
        });
      if (
        "options" in question &&
        new Set(question.options.map(({ id }) => id)).size < question.options.length
      )
        ctx.addIssue({ code: "custom", path: [...at, "options"], message: "Two choices have the same id." });
    });
    if (questions.filter((q) => "measure" in q && q.measure === "nps").length > 1)
      ctx.addIssue({
        code: "custom",
        path: ["questions"],
        message: "One question alone can be the net promoter score.",
      });
  });
export type SurveyDefinition = z.infer<typeof definitionSchema>;

export const audienceSchema = z.strictObject({
  who: z.discriminatedUnion("kind", [
    z.strictObject({ kind: z.literal("everyone") }),
    z.strictObject({
      kind: z.literal("teams"),
      teams: z.array(z.string().min(1).max(200)).min(1, "Choose at least one team.").max(200),
    }),
    z.strictObject({ kind: z.literal("role"), role: z.enum(["admin", "member"]) }),
  ]),
  /** How much of it is asked; of each team as much as of the others. */
  share: z.number().min(0.01, "At least 1 %.").max(1, "At most everybody.").default(1),
});
export type Audience = z.infer<typeof audienceSchema>;

const sending = {
  audience: audienceSchema.default({ who: { kind: "everyone" }, share: 1 }),
  openDays: z.number().int().min(1, "At least one day.").max(60, "At most 60 days.").default(14),
  remindAfterDays: z.array(z.number().int().min(1).max(59)).max(3, "At most 3 reminders.").default([4, 10]),
};
const remindsInTime = ({ openDays, remindAfterDays }: { openDays: number; remindAfterDays: number[] }) =>
  remindAfterDays.every((days) => days < openDays);
const LATE = { path: ["remindAfterDays"], message: "A reminder comes before the end." };

/** Once a quarter, by the time zone of the organisation. */
export const scheduleSchema = z
  .strictObject({
    every: z.literal("quarter"),
    /** Of the quarter. */
    month: z.number().int().min(1).max(3).default(2),
    day: z.number().int().min(1).max(28).default(1),
    hour: z.number().int().min(0).max(23).default(9),
    ...sending,
  })
  .refine(remindsInTime, LATE);
export type Schedule = z.infer<typeof scheduleSchema>;

const wave = {
  /** Left out: the quarter. */
  title: words(120).optional(),
  /** Fixes who is drawn; left out: by chance. */
  seed: z.string().min(1).max(100).optional(),
  ...sending,
};
export const sendSchema = z.strictObject(wave).refine(remindsInTime, LATE);
export const openWaveSchema = z
  .strictObject({ survey: surveyIdentifier, ...wave })
  .refine(remindsInTime, LATE);
export type OpenWave = z.input<typeof openWaveSchema>;

export const saveSurveySchema = z.strictObject({
  identifier: surveyIdentifier,
  definition: definitionSchema,
  /** Null: it is new. */
  expectedRevision: z.number().int().nullable(),
});
export type SaveSurvey = z.input<typeof saveSurveySchema>;

/** A survey as bundles carry it. */
export const surveyDocumentSchema = z.strictObject({
  identifier: surveyIdentifier,
  status: z.enum(SURVEY_STATUSES).default("draft"),
  schedule: scheduleSchema.nullable().default(null),
  definition: definitionSchema,
});
export type SurveyDocument = z.infer<typeof surveyDocumentSchema>;

/** What somebody says: a score, "na", a choice, choices, or a comment, by question. */
export const answersSchema = z.record(
  z.string().max(60),
  z.union([z.number(), z.string().max(2000), z.array(z.string().max(60)).max(20)]),
);
export type Answers = z.infer<typeof answersSchema>;

/** The form of a link. */
export const tokenSchema = z
  .string()
  .min(20)
  .max(100)
  .regex(/^[A-Za-z0-9_-]+$/);

/** A wave of a survey that was made elsewhere: answers, one row each, or an index that was computed there. */
export const importWaveSchema = z.strictObject({
  externalId: words(200),
  title: words(120),
  closedAt: z.iso.datetime({ offset: true }),
  invited: z.number().int().min(0).max(1_000_000).optional(),
  answers: z
    .array(
      z.strictObject({
        /** Tells people apart within this import, and is kept nowhere. */
        respondent: words(200),
        team: z.string().trim().min(1).max(200).nullable().default(null),
        question: key,
        value: z.union([z.number(), z.string().max(2000), z.array(z.string().max(60)).max(20)]),
      }),
    )
    .max(100_000)
    .default([]),
  /** An index from 0 to 100, such as DXI, with how many people it stands on. */
  index: z
    .strictObject({
      name: words(60),
      value: z.number().min(0).max(100),
      respondents: z.number().int().min(1).max(1_000_000),
    })
    .optional(),
});
export type ImportWave = z.input<typeof importWaveSchema>;
