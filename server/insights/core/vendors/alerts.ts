import { objectIn, textIn, timeIn } from "@/server/pipelines/core/inbound/message";
import { oneLine } from "../one-line";
import { listIn, NOTHING, timeOf, type Told, told } from "./told";

type Json = Record<string, unknown>;

const short = (value: unknown): string | null => oneLine(textIn(value), 500);

/** Alertmanager, version 4: each alert is an incident, told by its fingerprint and begin. */
export const readAlertmanager = (body: Json): Told =>
  told(
    "incidents",
    ...listIn(body.alerts).map((one) => {
      const alert = objectIn(one);
      const [labels, annotations] = [objectIn(alert.labels), objectIn(alert.annotations)];
      const startedAt = timeIn(alert.startsAt);
      const fingerprint = textIn(alert.fingerprint);
      if (startedAt === null || fingerprint === null) return null;
      // While it fires, the end is the year 1.
      const endsAt = alert.status === "resolved" ? timeIn(alert.endsAt) : null;
      return {
        externalId: `${fingerprint}/${startedAt}`,
        service: textIn(labels.service) ?? textIn(labels.app),
        title: short(annotations.summary) ?? short(labels.alertname),
        severity: oneLine(textIn(labels.severity), 40),
        startedAt,
        ...(endsAt === null ? {} : { resolvedAt: endsAt }),
        reportedAt: endsAt ?? startedAt,
      };
    }),
  );

/** PagerDuty, webhooks of version 3. */
export function readPagerduty(body: Json): Told {
  const event = objectIn(body.event);
  const data = objectIn(event.data);
  const id = textIn(data.id);
  const at = timeIn(event.occurred_at);
  const type = textIn(event.event_type) ?? "";
  if (id === null || at === null || !type.startsWith("incident.") || data.type !== "incident") return NOTHING;
  return told("incidents", {
    externalId: id,
    service: short(objectIn(data.service).summary),
    title: short(data.title),
    severity: textIn(objectIn(data.priority).summary) ?? textIn(data.urgency),
    startedAt: timeIn(data.created_at) ?? at,
    ...(type === "incident.resolved"
      ? { resolvedAt: at }
      : type === "incident.reopened"
        ? { resolvedAt: null }
        : {}),
    reportedAt: at,
  });
}

/** Moments of Opsgenie are milliseconds, or nanoseconds where it says when something was last changed. */
function epoch(value: unknown): string | null {
  return typeof value === "number" && value > 0 ? timeOf(value > 1e15 ? value / 1e6 : value) : null;
}

/** Opsgenie. */
export function readOpsgenie(body: Json): Told {
  const alert = objectIn(body.alert);
  const id = textIn(alert.alertId);
  const startedAt = epoch(alert.createdAt);
  if (id === null || startedAt === null) return NOTHING;
  const at = epoch(alert.updatedAt) ?? startedAt;
  return told("incidents", {
    externalId: id,
    service: textIn(objectIn(alert.details).service) ?? textIn(alert.entity),
    title: short(alert.message),
    severity: textIn(alert.priority),
    startedAt,
    ...(body.action === "Close" ? { resolvedAt: at } : {}),
    reportedAt: at,
  });
}

/** Argo CD: an Application, alone or as `app`; each entry of its history is a deployment. */
export function readArgocd(body: Json): Told {
  const app = "status" in body ? body : objectIn(body.app);
  const [metadata, spec] = [objectIn(app.metadata), objectIn(app.spec)];
  const labels = objectIn(metadata.labels);
  const name = textIn(metadata.name);
  if (name === null) return NOTHING;
  return told(
    "deployments",
    ...listIn(objectIn(app.status).history).map((one) => {
      const entry = objectIn(one);
      const finishedAt = timeIn(entry.deployedAt);
      const revision = textIn(entry.revision);
      if (finishedAt === null) return null;
      const url = textIn(objectIn(entry.source).repoURL) ?? textIn(objectIn(spec.source).repoURL);
      const isCommit = revision !== null && /^[0-9a-f]{7,64}$/.test(revision);
      return {
        externalId: `${name}/${finishedAt}`,
        service: textIn(labels.service) ?? textIn(labels["app.kubernetes.io/name"]) ?? name,
        environment:
          textIn(labels.environment) ?? textIn(objectIn(spec.destination).namespace) ?? "production",
        status: "success",
        ...(isCommit ? { sha: revision } : { version: revision }),
        repository: url?.replace(/^(https?:\/\/[^/]+\/|ssh:\/\/[^/]+\/|[^/@]+@[^:/]+:)|(\.git)?\/?$/g, ""),
        startedAt: timeIn(entry.deployStartedAt),
        finishedAt,
      };
    }),
  );
}
