import { z } from "zod";

export const EVENT_KINDS = ["deployments", "changes", "incidents", "tickets", "findings", "probes"] as const;
export type EventKind = (typeof EVENT_KINDS)[number];

/** How many events one call may bring. */
export const MAX_EVENTS = 1000;

export const DEPLOYMENT_STATUSES = ["in_progress", "success", "failure", "cancelled"] as const;
export type DeploymentStatus = (typeof DEPLOYMENT_STATUSES)[number];
export const DEPLOYMENT_KINDS = ["planned", "rework", "rollback"] as const;
export type DeploymentKind = (typeof DEPLOYMENT_KINDS)[number];
export const ATTRIBUTIONS = ["explicit", "auto", "none"] as const;
export type Attribution = (typeof ATTRIBUTIONS)[number];
export const FINDING_SEVERITIES = ["critical", "high", "medium", "low", "info"] as const;
export type FindingSeverity = (typeof FINDING_SEVERITIES)[number];
export const FINDING_STATUSES = ["open", "fixed", "suppressed"] as const;
export type FindingStatus = (typeof FINDING_STATUSES)[number];

/** Text of one line that is not empty. */
export const line = (most: number) =>
  z
    .string()
    .trim()
    .min(1, "Must not be empty.")
    .max(most, `Must have at most ${most} characters.`)
    // Cs: half of a pair, which the database does not store.
    .regex(/^[^\p{Cc}\p{Cs}]*$/u, "Must be printable text of one line.");

/** A moment with its offset from UTC: without one nobody can say when it was. Given on as ISO 8601 in UTC. */
export const moment = z
  .string()
  .trim()
  .max(40)
  .superRefine((text, issue) => {
    const problem = momentProblem(text);
    if (problem) issue.addIssue(problem);
  })
  .transform((text) => new Date(text).toISOString());

const MOMENT =
  /^(\d{4})-(\d\d)-(\d\d)[T ]([01]\d|2[0-3]):[0-5]\d(:[0-5]\d(\.\d{1,9})?)?(Z|[+-](0\d|1[0-4]):?[0-5]\d)?$/i;

function momentProblem(text: string): string | null {
  const found = MOMENT.exec(text);
  const [, year, month, day, , , , zone] = found ?? [];
  if (!found || Number(year) < 1970)
    return "Is no moment as in 2026-03-01T12:00:00Z or 2026-03-01T13:00:00+01:00.";
  // Date takes the 30th of February for the 2nd of March.
  const last = new Date(Date.UTC(Number(year), Number(month), 0)).getUTCDate();
  if (Number(month) < 1 || Number(month) > 12 || Number(day) < 1 || Number(day) > last)
    return "Names a day that is not in the calendar.";
  if (zone === undefined) return "Says no time zone. Add Z for UTC, or an offset such as +01:00.";
  // By its offset it may be in the year 10000, which would be the smallest of all where moments are compared as text.
  return new Date(text).getUTCFullYear() > 9999 ? "Lies after the year 9999." : null;
}

const sha = z
  .string()
  .trim()
  .toLowerCase()
  .regex(/^[0-9a-f]{7,64}$/, "Is no commit hash: use 7 to 64 digits from 0 to f.");
const flag = z.boolean();

/** Moments that null takes back, as when an incident is open again; elsewhere null is the same as nothing. */
export const CLEARABLE: ReadonlySet<string> = new Set(["mergedAt", "closedAt", "resolvedAt", "fixedAt"]);

/** What every event has: whose word it is, and by what name its sender knows it. */
export const identity = {
  source: z
    .string()
    .trim()
    .regex(
      /^[a-z0-9][a-z0-9._-]{0,59}$/,
      "Use small letters, digits, dots, hyphens and underscores, as in github.",
    )
    .optional(),
  externalId: line(300),
  /** When the sender knew this; the latest moment in the event unless given. Of two words about a field the later counts. */
  reportedAt: moment.optional(),
};

export const deploymentEvent = z.strictObject({
  ...identity,
  service: line(200),
  environment: line(100),
  /** Says it against the settings. */
  production: flag.optional(),
  status: z.enum(DEPLOYMENT_STATUSES),
  startedAt: moment.optional(),
  /** Needed unless it is in progress. */
  finishedAt: moment.optional(),
  repository: line(300).optional(),
  sha: sha.optional(),
  version: line(200).optional(),
  commits: z.array(sha).max(5000).optional(),
  pipeline: line(300).optional(),
  configOnly: flag.optional(),
  kind: z.enum(DEPLOYMENT_KINDS).optional(),
  restoresExternalId: line(300).optional(),
  fixesIncident: line(300).optional(),
  templateId: line(200).optional(),
  templateVersion: line(100).optional(),
  viaPlatform: flag.optional(),
  runId: line(100).optional(),
});
export type DeploymentEvent = z.infer<typeof deploymentEvent>;

export const commitEvent = z.strictObject({
  sha,
  parents: z.array(sha).max(20).optional(),
  committedAt: moment.optional(),
});

export const changeEvent = z.strictObject({
  ...identity,
  service: line(200).optional(),
  repository: line(300),
  number: z.number().int().min(1).max(2_000_000_000).optional(),
  title: line(500).optional(),
  /** The e-mail address or login of who wrote it. */
  author: line(254).optional(),
  isBot: flag.optional(),
  firstCommitAt: moment.optional(),
  openedAt: moment.optional(),
  firstReviewAt: moment.optional(),
  mergedAt: moment.nullish(),
  closedAt: moment.nullish(),
  mergeSha: sha.optional(),
  headSha: sha.optional(),
  baseBranch: line(300).optional(),
  headBranch: line(300).optional(),
  labels: z.array(line(100)).max(100).optional(),
  isHotfix: flag.optional(),
  /** The external id of the change that this one takes back. */
  revertsExternalId: line(300).optional(),
  commits: z.array(commitEvent).max(1000).optional(),
});
export type ChangeEvent = z.infer<typeof changeEvent>;

export const incidentEvent = z.strictObject({
  ...identity,
  service: line(200).optional(),
  title: line(500).optional(),
  severity: line(40).optional(),
  startedAt: moment,
  detectedAt: moment.optional(),
  resolvedAt: moment.nullish(),
  /** The external id of the deployment that caused it, of `deploymentSource` or else of the incident's own source or the only one. */
  deploymentExternalId: line(300).optional(),
  deploymentSource: line(60).optional(),
});
export type IncidentEvent = z.infer<typeof incidentEvent>;

export const ticketEvent = z.strictObject({
  ...identity,
  service: line(200).optional(),
  title: line(500).optional(),
  openedAt: moment,
  firstReplyAt: moment.optional(),
  closedAt: moment.nullish(),
  team: line(100).optional(),
  openedBy: line(254).optional(),
  area: line(100).optional(),
  isPlatform: flag.optional(),
  automatic: flag.optional(),
  /** The action that does by itself what was asked for by hand. */
  action: line(200).optional(),
  handlingSeconds: z.number().int().min(0).max(100_000_000).optional(),
  runId: line(100).optional(),
});
export type TicketEvent = z.infer<typeof ticketEvent>;

export const findingEvent = z.strictObject({
  ...identity,
  service: line(200).optional(),
  title: line(500).optional(),
  severity: z.enum(FINDING_SEVERITIES),
  cve: line(60).optional(),
  component: line(300).optional(),
  resource: line(500).optional(),
  status: z.enum(FINDING_STATUSES),
  suppressedUntil: moment.optional(),
  firstSeenAt: moment,
  fixedAt: moment.nullish(),
  dueAt: moment.optional(),
});
export type FindingEvent = z.infer<typeof findingEvent>;

export const probeEvent = z.strictObject({
  source: identity.source,
  component: line(200),
  probe: line(100).default("default"),
  at: moment,
  ok: flag,
  critical: flag.optional(),
});
export type ProbeEvent = z.infer<typeof probeEvent>;

/** The shape of an event of each kind. */
export const EVENTS = {
  deployments: deploymentEvent,
  changes: changeEvent,
  incidents: incidentEvent,
  tickets: ticketEvent,
  findings: findingEvent,
  probes: probeEvent,
} as const satisfies Record<EventKind, z.ZodType>;

/** An event that was not taken, or one that was and deserves a look. */
export interface RefusedRow {
  /** From 0 in a call, the line of the file in an upload. */
  index: number;
  externalId: string | null;
  issues: { path: string; message: string }[];
}

/** What became of what was sent. */
export interface IngestResult {
  received: number;
  created: number;
  updated: number;
  unchanged: number;
  refused: RefusedRow[];
  /** Taken, with something to look at: an unknown service, a negative span that no metric counts. */
  warnings: RefusedRow[];
}

export const insightSettingsSchema = z.strictObject({
  /** IANA name: days, weeks and months of all figures begin by its clock. */
  timeZone: z.string().refine(isTimeZone, "Is no time zone, as in Europe/Berlin or UTC."),
  /** Entities of this blueprint are the services. */
  serviceBlueprint: line(100),
  productionEnvironments: z.array(line(100)).min(1).max(50),
  /** An incident that names no deployment is put down to the last one of its service within so many hours before it. */
  incidentWindowHours: z.number().int().min(1).max(720),
  hotfixLabels: z.array(line(100)).max(50),
  /** Beginnings of branch names. */
  hotfixBranches: z.array(line(100)).max(50),
  fixWithinDays: z.record(z.enum(FINDING_SEVERITIES), z.number().int().min(1).max(3650)),
  /** Share of its minutes that the platform is meant to be up; all of them would leave no budget for errors. */
  uptimeTarget: z
    .number("Write a number of per cent, as in 99.9.")
    .min(0.5, "Is at least 50 %.")
    .max(0.99999, "Is at most 99.999 %."),
});
export type InsightSettings = z.infer<typeof insightSettingsSchema>;

export const DEFAULT_SETTINGS: InsightSettings = {
  timeZone: "UTC",
  serviceBlueprint: "service",
  productionEnvironments: ["production", "prod"],
  incidentWindowHours: 24,
  hotfixLabels: ["hotfix"],
  hotfixBranches: ["hotfix/", "hotfix-"],
  fixWithinDays: { critical: 7, high: 30, medium: 90, low: 180, info: 365 },
  uptimeTarget: 0.999,
};

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat("en", { timeZone: name }).resolvedOptions().timeZone !== "";
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
