/** What metrics are computed from, as plain values. Plain evaluators read this; tests compare them with what the database computes. */
export interface Deployment {
  id: number;
  service: string;
  team: string | null;
  production: boolean;
  status: "success" | "failure" | "cancelled" | "in_progress";
  finishedAt: Date | null;
  kind: "planned" | "rework" | "rollback";
  configOnly: boolean;
  viaPlatform: boolean;
  templateId: string | null;
  templateVersion: string | null;
  /** The counted deployment that ran before, in the same place. */
  previousSuccessId: number | null;
  /** The external id of the incident that it fixes. */
  fixesIncident: string | null;
  /** Counted once: repeats the one named here. */
  duplicateOf: number | null;
}

export interface Change {
  id: number;
  service: string | null;
  team: string | null;
  authorId: number | null;
  isBot: boolean;
  firstCommitAt: Date | null;
  openedAt: Date | null;
  firstReviewAt: Date | null;
  mergedAt: Date | null;
  revertsChangeId: number | null;
  revertedByChangeId: number | null;
}

/** The change reached production with the deployment. */
export interface DeployedChange {
  deploymentId: number;
  changeId: number;
  baseline: boolean;
  first: boolean;
}

export interface Incident {
  id: number;
  externalId: string;
  service: string | null;
  team: string | null;
  startedAt: Date;
  detectedAt: Date | null;
  resolvedAt: Date | null;
  deploymentId: number | null;
}

export interface Ticket {
  id: number;
  service: string | null;
  team: string | null;
  openedAt: Date;
  isPlatform: boolean;
  automatic: boolean;
  actionIdentifier: string | null;
  handlingSeconds: number | null;
  runId: string | null;
  /** Who opened it, where that is known. */
  openedById?: number | null;
}

export interface Finding {
  id: number;
  service: string | null;
  team: string | null;
  severity: "critical" | "high" | "medium" | "low" | "info";
  status: "open" | "fixed" | "suppressed";
  suppressedUntil: Date | null;
  firstSeenAt: Date;
  fixedAt: Date | null;
  dueAt: Date | null;
  dedupeKey: string;
}

export interface Probe {
  component: string;
  at: Date;
  probe: string;
  ok: boolean;
  critical: boolean;
}

export interface Maintenance {
  component: string;
  startsAt: Date;
  endsAt: Date;
}

export interface Person {
  id: number;
  isDeveloper: boolean;
  isBot: boolean;
  fte: number;
  /** YYYY-MM-DD. */
  hiredOn: string | null;
  leftOn: string | null;
}

export interface Membership {
  personId: number;
  team: string;
  startsAt: Date;
  endsAt: Date | null;
}

export interface Run {
  id: string;
  rerunOf: string | null;
  status: string;
  /** Of its failure. */
  code: string | null;
  action: string;
  team: string | null;
  bySystem: boolean;
  startedAt: Date | null;
  endedAt: Date | null;
}

export interface Team {
  team: string;
  onboardedAt: Date | null;
}

export interface ToolUse {
  personId: number;
  tool: string;
  /** YYYY-MM-DD. */
  day: string;
}

export interface TimeEntry {
  team: string;
  /** The Monday of the ISO week, YYYY-MM-DD. */
  week: string;
  category: string;
  source: string;
  share: number;
}

export interface TemplateVersion {
  slug: string;
  version: string;
  deprecated: boolean;
  releasedAt: Date;
  /** When the portal first had it, where its release was told. */
  seenAt?: Date;
  mergedAt?: Date | null;
  draft?: boolean;
}

export interface Ownership {
  service: string;
  team: string;
  startsAt: Date;
  endsAt: Date | null;
}

/** An instance that was brought to another version of its template. */
export interface Upgrade {
  team: string | null;
  /** Of the version that it was brought to. */
  releasedAt: Date;
  endedAt: Date;
  runId?: string;
  slug?: string;
  version?: string;
  draft?: boolean;
}

/** What a group of people has said to a question in a wave that is over; no two groups of a question have a part in common. */
export interface SurveyResult {
  wave: string;
  closedAt: Date;
  question: string;
  measure: "nps" | "experience";
  /** Null: people of no team that is shown. */
  team: string | null;
  respondents: number;
  scored: number;
  favourable: number;
  unfavourable: number;
  total: number;
  /** An index that was computed elsewhere. */
  reported: number | null;
}

/** The page of something that is offered. */
export interface Page {
  kind: "action" | "blueprint" | "template";
  identifier: string;
  createdAt: Date;
  /** It is not empty. */
  written: boolean;
  /** It has a link that leads nowhere. */
  broken?: boolean;
  reviews: Date[];
}

/** Effective cost of a calendar month in UTC. */
export interface BilledMonth {
  /** YYYY-MM. */
  month: string;
  currency: string;
  effective: number;
  team: string | null;
  pool: string | null;
}

/** How many of a unit of work a month had. */
export interface UnitCount {
  unit: string;
  month: string;
  count: number;
}

/** What costs are measured against: months from the first to before the last. */
export interface Baseline {
  unit: string;
  currency: string;
  fromMonth: string;
  toMonth: string;
}

export interface EventSet {
  deployments: Deployment[];
  changes: Change[];
  deployedChanges: DeployedChange[];
  incidents: Incident[];
  tickets: Ticket[];
  findings: Finding[];
  probes: Probe[];
  maintenance: Maintenance[];
  people: Person[];
  memberships: Membership[];
  runs: Run[];
  teams: Team[];
  toolUses: ToolUse[];
  timeEntries: TimeEntry[];
  templateVersions: TemplateVersion[];
  visits: { personId: number; day: string }[];
  /** Days on which a person looked something up. */
  lookups: { personId: number; day: string }[];
  /** Actions, and how long the same takes by hand, where their owners have said so. */
  actions: { identifier: string; manualMinutes: number | null }[];
  /** Services that the last check found drifted from their template. */
  drifted: string[];
  owners: Ownership[];
  upgrades: Upgrade[];
  pages: Page[];
  billedMonths: BilledMonth[];
  unitCounts: UnitCount[];
  baseline: Baseline | null;
  /** The last day that is billed, YYYY-MM-DD. */
  billedUntil: string | null;
  surveyResults: SurveyResult[];
  /** Share of its minutes that the platform is meant to be up. */
  uptimeTarget: number;
}

/** Nothing. */
export const noEvents = (): EventSet => ({
  deployments: [],
  changes: [],
  deployedChanges: [],
  incidents: [],
  tickets: [],
  findings: [],
  probes: [],
  maintenance: [],
  people: [],
  memberships: [],
  runs: [],
  teams: [],
  toolUses: [],
  timeEntries: [],
  templateVersions: [],
  visits: [],
  lookups: [],
  actions: [],
  drifted: [],
  owners: [],
  upgrades: [],
  pages: [],
  billedMonths: [],
  unitCounts: [],
  baseline: null,
  billedUntil: null,
  surveyResults: [],
  uptimeTarget: 0.999,
});
