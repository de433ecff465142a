import type { Change, Deployment, Incident, Run } from "./core/events";

/** An ordinary deployment to production, but for what is said of it. */
export const deployment = (id: number, of: Partial<Deployment> = {}): Deployment => ({
  id,
  service: "api",
  team: "amber",
  production: true,
  status: "success",
  finishedAt: new Date("2026-03-02T12:00:00Z"),
  kind: "planned",
  configOnly: false,
  viaPlatform: false,
  templateId: null,
  templateVersion: null,
  previousSuccessId: null,
  fixesIncident: null,
  duplicateOf: null,
  ...of,
});

/** A change by a person, merged. */
export const change = (id: number, of: Partial<Change> = {}): Change => ({
  id,
  service: "api",
  team: "amber",
  authorId: null,
  isBot: false,
  firstCommitAt: new Date("2026-03-01T08:00:00Z"),
  openedAt: new Date("2026-03-01T10:00:00Z"),
  firstReviewAt: new Date("2026-03-01T14:00:00Z"),
  mergedAt: new Date("2026-03-02T08:00:00Z"),
  revertsChangeId: null,
  revertedByChangeId: null,
  ...of,
});

/** An incident that is put down to no deployment and is over after an hour. */
export const incident = (id: number, of: Partial<Incident> = {}): Incident => ({
  id,
  externalId: `i${id}`,
  service: "api",
  team: "amber",
  startedAt: new Date("2026-03-02T13:00:00Z"),
  detectedAt: null,
  resolvedAt: new Date("2026-03-02T14:00:00Z"),
  deploymentId: null,
  ...of,
});

/** A run that somebody asked for and that succeeded. */
export const run = (id: string, of: Partial<Run> = {}): Run => ({
  id,
  rerunOf: null,
  status: "succeeded",
  code: null,
  action: "create-service",
  team: "amber",
  bySystem: false,
  startedAt: new Date("2026-03-02T11:00:00Z"),
  endedAt: new Date("2026-03-02T12:00:00Z"),
  ...of,
});
