import { objectIn, textIn, timeIn } from "@/server/pipelines/core/inbound/message";
import { oneLine } from "../one-line";
import { branchOf, chainOf, listIn, NOTHING, type Told, told, WEAKEST } from "./told";

type Json = Record<string, unknown>;

/** What GitLab says of merge requests, pushes, deployments and incidents. */
export function readGitlab(body: Json): Told {
  const repository = textIn(objectIn(body.project).path_with_namespace);
  if (repository === null) return NOTHING;
  switch (body.object_kind) {
    case "merge_request":
      return told("changes", ...mergeRequest(repository, body));
    case "push":
      return {
        events: [],
        commits: chainOf(
          repository,
          textIn(body.before),
          listIn(body.commits).map((commit) => ({
            sha: textIn(objectIn(commit).id),
            committedAt: timeIn(objectIn(commit).timestamp),
          })),
          branchOf(textIn(body.ref), textIn(objectIn(body.project).default_branch)),
        ),
      };
    case "deployment":
      return told("deployments", deployment(repository, body));
    case "issue":
    case "incident":
      return told("incidents", incident(repository, body));
    default:
      return NOTHING;
  }
}

function mergeRequest(repository: string, body: Json): (Json | null)[] {
  const merge = objectIn(body.object_attributes);
  const number = textIn(merge.iid);
  if (number === null) return [];
  const externalId = `${repository}!${number}`;
  const at = timeIn(merge.updated_at);
  const isMerged = merge.state === "merged";
  const author = merge.action === "open" ? textIn(objectIn(body.user).username) : null;
  return [
    {
      externalId,
      repository,
      number: Number(number),
      title: oneLine(textIn(merge.title), 500),
      author,
      openedAt: timeIn(merge.created_at),
      mergedAt: isMerged ? (timeIn(merge.merged_at) ?? at) : null,
      closedAt: isMerged || merge.state === "closed" ? (timeIn(merge.closed_at) ?? at) : null,
      ...(isMerged
        ? {
            mergeSha:
              textIn(merge.merge_commit_sha) ??
              textIn(merge.squash_commit_sha) ??
              textIn(objectIn(merge.last_commit).id),
          }
        : {}),
      headSha: textIn(objectIn(merge.last_commit).id),
      headBranch: textIn(merge.source_branch),
      baseBranch: textIn(merge.target_branch),
      labels: listIn(body.labels).flatMap((label) => textIn(objectIn(label).title) ?? []),
      reportedAt: at,
    },
    merge.action === "approved" || merge.action === "approval"
      ? { externalId, repository, firstReviewAt: at, reportedAt: WEAKEST }
      : null,
  ];
}

const STATUSES: Readonly<Record<string, string>> = {
  running: "in_progress",
  success: "success",
  failed: "failure",
  canceled: "cancelled",
};

function deployment(repository: string, body: Json): Json | null {
  const id = textIn(body.deployment_id);
  const status = STATUSES[textIn(body.status) ?? ""];
  const at = timeIn(body.status_changed_at);
  if (id === null || status === undefined || at === null) return null;
  const whole = /\/commit\/([0-9a-f]{40})$/.exec(textIn(body.commit_url) ?? "")?.[1];
  return {
    externalId: id,
    service: repository,
    repository,
    environment: textIn(body.environment),
    status,
    sha: whole ?? textIn(body.short_sha),
    ...(status === "in_progress" ? { startedAt: at } : { finishedAt: at }),
    reportedAt: at,
  };
}

function incident(repository: string, body: Json): Json | null {
  const issue = objectIn(body.object_attributes);
  const number = textIn(issue.iid);
  const isIncident = body.object_kind === "incident" || /^incident$/i.test(textIn(issue.type) ?? "");
  if (number === null || !isIncident) return null;
  const at = timeIn(issue.updated_at);
  return {
    externalId: `${repository}#${number}`,
    service: repository,
    title: oneLine(textIn(issue.title), 500),
    severity: textIn(issue.severity),
    startedAt: timeIn(issue.created_at),
    resolvedAt: issue.state === "closed" ? (timeIn(issue.closed_at) ?? at) : null,
    reportedAt: at,
  };
}
