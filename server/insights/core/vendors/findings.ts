import { objectIn, textIn, timeIn } from "@/server/pipelines/core/inbound/message";
import { oneLine } from "../one-line";
import { listIn, timeOf, type Told, told } from "./told";

type Json = Record<string, unknown>;

const cut = (value: unknown, most: number): string | null => oneLine(textIn(value), most);

/** The findings of a body: one, a list, or what EventBridge wraps around them. */
const findingsIn = (body: Json): unknown[] => {
  const detail = objectIn(body.detail);
  for (const list of [body.Findings, body.findings, detail.findings, body.data])
    if (Array.isArray(list)) return list;
  return [body];
};

const LABELS: Readonly<Record<string, string>> = {
  INFORMATIONAL: "info",
  LOW: "low",
  MEDIUM: "medium",
  HIGH: "high",
  CRITICAL: "critical",
};

/** Findings of Security Hub in the AWS Security Finding Format, and those of its successor, which are OCSF. */
export const readSecurityHub = (body: Json): Told =>
  told(
    "findings",
    ...findingsIn(body).map((one) => {
      const finding = objectIn(one);
      return "finding_info" in finding ? ocsf(finding) : asff(finding);
    }),
  );

export const readOcsf = (body: Json): Told =>
  told("findings", ...findingsIn(body).map((one) => ocsf(objectIn(one))));

function asff(finding: Json): Json | null {
  const id = cut(finding.Id, 300);
  const at = timeIn(finding.UpdatedAt);
  if (id === null || at === null) return null;
  const resource = objectIn(listIn(finding.Resources)[0]);
  const weakness = objectIn(listIn(finding.Vulnerabilities)[0]);
  const workflow = textIn(objectIn(finding.Workflow).Status);
  const isFixed =
    workflow === "RESOLVED" ||
    finding.RecordState === "ARCHIVED" ||
    objectIn(finding.Compliance).Status === "PASSED";
  const status = isFixed ? "fixed" : workflow === "SUPPRESSED" ? "suppressed" : "open";
  return {
    externalId: id,
    service: textIn(objectIn(resource.Tags).service),
    title: cut(finding.Title, 500),
    severity: LABELS[textIn(objectIn(finding.Severity).Label) ?? ""] ?? "info",
    cve: cut(weakness.Id, 60),
    component:
      cut(objectIn(listIn(weakness.VulnerablePackages)[0]).Name, 300) ?? cut(finding.GeneratorId, 300),
    resource: cut(resource.Id, 500),
    status,
    firstSeenAt: timeIn(finding.FirstObservedAt) ?? timeIn(finding.CreatedAt),
    fixedAt: status === "fixed" ? at : null,
    reportedAt: at,
  };
}

const SEVERITIES = ["info", "info", "low", "medium", "high", "critical", "critical"];

/** Moments of OCSF are milliseconds, or text beside them. */
const moment = (ms: unknown, text: unknown): string | null =>
  timeIn(text) ?? (typeof ms === "number" && ms > 0 ? timeOf(ms) : null);

function ocsf(finding: Json): Json | null {
  const info = objectIn(finding.finding_info);
  const id = cut(info.uid, 300);
  const at = moment(info.modified_time ?? finding.time, info.modified_time_dt ?? finding.time_dt);
  if (id === null || at === null) return null;
  const weakness = objectIn(listIn(finding.vulnerabilities)[0]);
  const resource = objectIn(listIn(finding.resources)[0]);
  const severity = typeof finding.severity_id === "number" ? SEVERITIES[finding.severity_id] : undefined;
  const status =
    finding.status_id === 4
      ? "fixed"
      : finding.status_id === 3 || finding.status_id === 5
        ? "suppressed"
        : "open";
  const tag = listIn(resource.tags)
    .map(objectIn)
    .find(({ name }) => name === "service");
  return {
    externalId: id,
    service: textIn(tag?.value),
    title: cut(info.title, 500),
    severity: severity ?? "info",
    cve: cut(objectIn(weakness.cve).uid, 60),
    component: cut(objectIn(listIn(weakness.affected_packages)[0]).name, 300),
    resource: cut(resource.uid, 500),
    status,
    firstSeenAt:
      moment(info.first_seen_time ?? info.created_time, info.first_seen_time_dt ?? info.created_time_dt) ??
      at,
    fixedAt: status === "fixed" ? at : null,
    reportedAt: at,
  };
}

/** Snyk's issues as its REST API gives them. */
export const readSnyk = (body: Json): Told =>
  told(
    "findings",
    ...findingsIn(body).map((one) => {
      const issue = objectIn(one);
      const facts = objectIn(issue.attributes);
      const id = cut(issue.id, 300);
      const at = timeIn(facts.updated_at);
      if (id === null || at === null) return null;
      const status = facts.status === "resolved" ? "fixed" : facts.ignored === true ? "suppressed" : "open";
      const problems = listIn(facts.problems).map((problem) => textIn(objectIn(problem).id));
      const place = objectIn(listIn(objectIn(listIn(facts.coordinates)[0]).representations)[0]);
      const item = objectIn(objectIn(objectIn(issue.relationships).scan_item).data);
      return {
        externalId: id,
        title: cut(facts.title, 500),
        severity: textIn(facts.effective_severity_level),
        cve: problems.find((problem) => problem?.startsWith("CVE-")) ?? cut(facts.key, 60),
        component: cut(objectIn(place.dependency).package_name, 300),
        resource: cut(item.id, 500),
        status,
        firstSeenAt: timeIn(facts.created_at),
        fixedAt: status === "fixed" ? (timeIn(objectIn(facts.resolution).resolved_at) ?? at) : null,
        reportedAt: at,
      };
    }),
  );
