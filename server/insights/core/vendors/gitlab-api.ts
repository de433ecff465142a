import { objectIn, textIn, timeIn } from "@/server/pipelines/core/inbound/message";
import { oneLine } from "../one-line";
import { listIn } from "./told";

type Json = Record<string, unknown>;

const title = (value: unknown) => oneLine(textIn(value), 500);

/** A merge request as the API lists it, in the words that its webhook is taken for. */
export function gitlabMergeRequest(repository: string, merge: Json): Json | null {
  const number = textIn(merge.iid);
  if (number === null) return null;
  const at = timeIn(merge.updated_at);
  const isMerged = merge.state === "merged";
  const mergedAt = timeIn(merge.merged_at) ?? at;
  return {
    externalId: `${repository}!${number}`,
    repository,
    number: Number(number),
    title: title(merge.title),
    author: textIn(objectIn(merge.author).username),
    openedAt: timeIn(merge.created_at),
    mergedAt: isMerged ? mergedAt : null,
    closedAt: isMerged ? mergedAt : merge.state === "closed" ? (timeIn(merge.closed_at) ?? at) : null,
    ...(isMerged
      ? { mergeSha: textIn(merge.merge_commit_sha) ?? textIn(merge.squash_commit_sha) ?? textIn(merge.sha) }
      : {}),
    headSha: textIn(merge.sha),
    headBranch: textIn(merge.source_branch),
    baseBranch: textIn(merge.target_branch),
    labels: listIn(merge.labels).flatMap((label) => textIn(label) ?? textIn(objectIn(label).name) ?? []),
    reportedAt: at,
  };
}

const STATUSES: Readonly<Record<string, string>> = {
  created: "in_progress",
  running: "in_progress",
  success: "success",
  failed: "failure",
  canceled: "cancelled",
};

/** A deployment as the API lists it; one that waits or is skipped is none. */
export function gitlabDeployment(repository: string, made: Json): Json | null {
  const id = textIn(made.id);
  const status = STATUSES[textIn(made.status) ?? ""];
  const at = timeIn(made.updated_at) ?? timeIn(made.created_at);
  if (id === null || status === undefined || at === null) return null;
  const job = objectIn(made.deployable);
  const startedAt = timeIn(job.started_at) ?? timeIn(made.created_at);
  return {
    externalId: id,
    service: repository,
    repository,
    environment: textIn(objectIn(made.environment).name),
    status,
    sha: textIn(made.sha),
    startedAt,
    ...(status === "in_progress" ? {} : { finishedAt: timeIn(job.finished_at) ?? at }),
    reportedAt: at,
  };
}

/** An incident as the API lists it among the issues. */
export function gitlabIncident(repository: string, issue: Json): Json | null {
  const number = textIn(issue.iid);
  const type = textIn(issue.issue_type) ?? textIn(issue.type) ?? "incident";
  if (number === null || !/^incident$/i.test(type)) return null;
  const at = timeIn(issue.updated_at);
  return {
    externalId: `${repository}#${number}`,
    service: repository,
    title: title(issue.title),
    severity: textIn(issue.severity)?.toLowerCase(),
    startedAt: timeIn(issue.created_at),
    resolvedAt: issue.state === "closed" ? (timeIn(issue.closed_at) ?? at) : null,
    reportedAt: at,
  };
}
