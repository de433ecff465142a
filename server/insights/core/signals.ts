import { z } from "zod";

/** What the owners of an action see of a request for help. It holds no value that anybody typed into the form. */
export interface HelpContext {
  actionTitle: string;
  /** Of a form: which opening of it, and the step that was open. A run that comes of it was helped. */
  formId: string | null;
  formStep: string | null;
  /** Of a run: how it stood, and where and why it stopped. */
  run: {
    status: string;
    stage: string | null;
    code: string | null;
    message: string | null;
    entity: string | null;
    blueprint: string | null;
    links: string[];
  } | null;
}

export const HELP_STATUSES = ["open", "answered", "closed"] as const;
export type HelpStatus = (typeof HELP_STATUSES)[number];

/** How a request stands, by when it was answered and closed. */
export const helpStatus = (of: { firstReplyAt: Date | null; closedAt: Date | null }): HelpStatus =>
  of.closedAt !== null ? "closed" : of.firstReplyAt !== null ? "answered" : "open";

/** What people write: some lines, and nothing that a page could not show. */
const words = (most: number) =>
  z
    .string()
    .trim()
    .max(most, `Must have at most ${most} characters.`)
    .regex(/^([^\p{Cc}\p{Cs}]|[\n\r\t])*$/u, "Must be printable text.");
const said = words(4000).min(1, "Say what you need.");
const stepTitle = z.string().trim().min(1).max(200);

export const askHelpSchema = z
  .strictObject({
    /** Made by the sender: the same request sent again is the same one. */
    id: z.uuid(),
    action: z.string().min(1).max(200).optional(),
    runId: z.string().min(1).max(100).optional(),
    /** The opening of the form, as in `formStarted`. */
    formId: z.uuid().optional(),
    step: stepTitle.optional(),
    question: said,
  })
  .refine((of) => (of.action === undefined) !== (of.runId === undefined), {
    message: "Name the action or the run that it is about, and not both.",
    path: ["action"],
  });
export type AskHelp = z.infer<typeof askHelpSchema>;

export const replySchema = z.strictObject({ id: z.uuid(), body: said });
export const helpFilterSchema = z.strictObject({
  /** Those that the actor is to answer, or those that they asked. */
  of: z.enum(["owned", "mine"]),
  status: z.enum(["unclosed", "closed", "all"]).default("unclosed"),
});
export type HelpFilter = z.infer<typeof helpFilterSchema>;

export const feedbackSchema = z.strictObject({
  helpful: z.boolean(),
  comment: words(1000).optional(),
});
export type Feedback = z.infer<typeof feedbackSchema>;

/** So many people have to have said something before it is shown what. */
export const FEEDBACK_FLOOR = 5;
export const formStartSchema = z.strictObject({ id: z.uuid(), action: z.string().trim().min(1).max(200) });
export const formStepSchema = z.strictObject({ id: z.uuid(), step: stepTitle });
