import { z } from "zod";

/** Where the figures of an estimate come from. */
export const ESTIMATE_SOURCES = ["rate_card", "plan", "infracost", "none"] as const;
export type EstimateSource = (typeof ESTIMATE_SOURCES)[number];

/** One line of an estimate: what costs how much a month. */
export interface EstimateLine {
  label: string;
  /** Change of the monthly cost, in the currency of the estimate; negative for what goes away. A decimal text, never a float. */
  monthly: string;
  /** What it was computed from, for people: "m5.large, 730 h at 0.096". */
  basis: string;
}

/** What a run would add to, or take from, what is spent each month. An estimate, never a bill. */
export interface CostEstimate {
  source: EstimateSource;
  /** ISO 4217. */
  currency: string;
  /** Change of the monthly cost as a decimal text; null when nothing could be estimated. */
  monthly: string | null;
  lines: EstimateLine[];
  /** What the figure does not cover, in words for people: usage, resources without a price. */
  notCovered: string[];
}

export const LEDGER_KINDS = ["reserve", "commit", "release", "actual", "adjust"] as const;
export type LedgerKind = (typeof LEDGER_KINDS)[number];

export const NOTICE_LEVELS = ["warn", "extra_approval", "blocked"] as const;
export type NoticeLevel = (typeof NOTICE_LEVELS)[number];

export const BUDGET_STATES = ["ok", "warn", "extra_approval", "blocked"] as const;
export type BudgetState = (typeof BUDGET_STATES)[number];

export const QUOTA_SUBJECTS = ["user", "team"] as const;
export type QuotaSubject = (typeof QUOTA_SUBJECTS)[number];

/** Text that a person reads: printable, and not only spaces. */
export const words = (most: number) =>
  z
    .string()
    .trim()
    .min(1, "Must not be empty.")
    .max(most)
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, "Must be printable text.");

export const currencySchema = z
  .string()
  .regex(/^[A-Z]{3}$/, "Use the three capital letters of the currency, as in EUR.");

/** Money that is not negative: up to twelve digits, and four after the point. */
export const amountSchema = z
  .string()
  .trim()
  .regex(
    /^\d{1,12}(\.\d{1,4})?$/,
    "Use a number of up to twelve digits, and up to four after the point, as in 500 or 12.50.",
  );

/** The same, and what is given back. */
export const changeSchema = z
  .string()
  .trim()
  .regex(
    /^-?\d{1,12}(\.\d{1,4})?$/,
    "Use a number of up to twelve digits, and up to four after the point, as in 500 or -12.50.",
  );

/** Who owns a budget or gives its extra approval. */
export const budgetPeopleSchema = z.strictObject({
  /** E-mail addresses. */
  users: z.array(z.string().trim().toLowerCase().min(1).max(254)).max(100).default([]),
  /** Team identifiers: every member. */
  teams: z.array(z.string().min(1).max(100)).max(100).default([]),
});
export type BudgetPeople = z.infer<typeof budgetPeopleSchema>;

/** What a budget counts, or what a cost belongs to. */
export interface CostScope {
  team: string | null;
  costCentre: string | null;
  environment: string | null;
}

const part = z.string().trim().min(1, "Must not be empty.").max(100).nullable().default(null);
export const scopeSchema = z.strictObject({ team: part, costCentre: part, environment: part });

const percent = z
  .number("Use a whole number.")
  .int("Use a whole number.")
  .min(1, "At least 1.")
  .max(1000, "At most 1,000.")
  .nullable();
const day = z.iso.date("Use a day, as in 2027-01-31.").nullable().default(null);

const budgetFields = {
  title: words(100),
  amount: amountSchema,
  warnAt: percent.default(80),
  extraApprovalAt: percent.default(null),
  blockAt: percent.default(100),
  owners: budgetPeopleSchema.default({ users: [], teams: [] }),
  approvers: budgetPeopleSchema.default({ users: [], teams: [] }),
  validFrom: day,
  validUntil: day,
};

interface Checked {
  warnAt: number | null;
  extraApprovalAt: number | null;
  blockAt: number | null;
  validFrom: string | null;
  validUntil: string | null;
}

function checkBudget(budget: Checked, ctx: z.RefinementCtx): void {
  const levels = (["warnAt", "extraApprovalAt", "blockAt"] as const).filter((key) => budget[key] !== null);
  levels.forEach((key, n) => {
    const before = levels[n - 1];
    if (before && budget[before]! > budget[key]!)
      ctx.addIssue({ code: "custom", path: [key], message: "Must not be below the level before it." });
  });
  if (budget.validFrom && budget.validUntil && budget.validUntil < budget.validFrom)
    ctx.addIssue({ code: "custom", path: ["validUntil"], message: "Must not be before the first day." });
}

/** A new budget. Its scope and currency stay as they are: what was counted by them cannot be counted otherwise afterwards. */
export const budgetInputSchema = z
  .strictObject({
    ...budgetFields,
    scope: scopeSchema.default({ team: null, costCentre: null, environment: null }),
    currency: currencySchema,
  })
  .superRefine(checkBudget);
export type BudgetInput = z.input<typeof budgetInputSchema>;

/** A budget as it shall be from now on; `revision` is the one that was looked at. */
export const budgetChangeSchema = z
  .strictObject({ ...budgetFields, revision: z.number().int().min(1) })
  .superRefine(checkBudget);
export type BudgetChange = z.input<typeof budgetChangeSchema>;

export const exceptionInputSchema = z.strictObject({
  amount: amountSchema.refine((text) => /[1-9]/.test(text), "Must be more than nothing."),
  reason: words(1000),
  expiresAt: z.coerce.date(),
});
export type ExceptionInput = z.input<typeof exceptionInputSchema>;

/** YYYY-MM, in UTC. */
export const monthSchema = z
  .string()
  .regex(/^(19|20)\d\d-(0[1-9]|1[0-2])$/, "Use a year and a month, as in 2027-01.");

export const actualInputSchema = z.strictObject({
  scope: scopeSchema,
  month: monthSchema,
  amount: changeSchema,
  currency: currencySchema,
  /** Who says so: a billing export, a person. What the same source said before is replaced. */
  source: words(100),
});
export type ActualInput = z.input<typeof actualInputSchema>;

/** What a budget says of a run. Money as decimal text, in the currency of the budget. */
export interface BudgetVerdict {
  /** Id of the budget. */
  budget: string;
  title: string;
  amount: string;
  /** What exceptions add to the amount for now. */
  exceptions: string;
  currency: string;
  committed: string;
  reserved: string;
  /** What was billed for this month so far. */
  actual: string;
  /** What the run adds; null when nobody knows, or it is in another currency. */
  adds: string | null;
  /** What would be left with it; negative when it is not enough. */
  left: string;
  state: BudgetState;
  /** For people: what it comes to, and who can do something about it. */
  message: string;
  /** Who gives the extra approval. */
  approvers: BudgetPeople;
  /** Who can raise it, by name. */
  owners: string;
}
