import { objectIn, textIn, timeIn } from "@/server/pipelines/core/inbound/message";
import { oneLine } from "../one-line";
import { branchOf, chainOf, listIn, NOTHING, type Told, told, WEAKEST } from "./told";

type Json = Record<string, unknown>;

/** What GitHub says of pull requests, reviews, pushes, deployments and Dependabot's alerts. */
export function readGithub(event: string | undefined, body: Json): Told {
  const repository = textIn(objectIn(body.repository).full_name);
  if (repository === null) return NOTHING;
  switch (event) {
    case "pull_request":
      return told("changes", pullRequest(repository, objectIn(body.pull_request)));
    case "pull_request_review":
      return told("changes", review(repository, body));
    case "deployment_status":
      return told("deployments", deployment(repository, body));
    case "dependabot_alert":
      return told("findings", alert(repository, objectIn(body.alert)));
    case "issues":
      return told("incidents", incident(repository, objectIn(body.issue)));
    case "push":
      return push(repository, body);
    default:
      return NOTHING;
  }
}

function pullRequest(repository: string, pull: Json): Json | null {
  const number = textIn(pull.number);
  if (number === null) return null;
  const author = objectIn(pull.user);
  const mergedAt = timeIn(pull.merged_at);
  const [head, base] = [objectIn(pull.head), objectIn(pull.base)];
  return {
    externalId: `${repository}#${number}`,
    repository,
    number: Number(number),
    title: oneLine(textIn(pull.title), 500),
    author: textIn(author.login),
    ...(author.type === "Bot" ? { isBot: true } : {}),
    openedAt: timeIn(pull.created_at),
    mergedAt,
    closedAt: timeIn(pull.closed_at),
    // Before the merge this is a commit that GitHub makes only to try it.
    ...(mergedAt === null ? {} : { mergeSha: textIn(pull.merge_commit_sha) }),
    headSha: textIn(head.sha),
    headBranch: textIn(head.ref),
    baseBranch: textIn(base.ref),
    labels: listIn(pull.labels).flatMap((label) => textIn(objectIn(label).name) ?? []),
    revertsExternalId: revertedBy(repository, textIn(pull.title), textIn(pull.body)),
    reportedAt: timeIn(pull.updated_at),
  };
}

/** GitHub's button "Revert" names the pull request that it takes back. */
function revertedBy(repository: string, title: string | null, body: string | null): string | null {
  const found = /^Reverts (?:([\w.-]+\/[\w.-]+))?#(\d+)/m.exec(body ?? "");
  return found && /^revert/i.test(title ?? "") ? `${found[1] ?? repository}#${found[2]}` : null;
}

function review(repository: string, body: Json): Json | null {
  const [pull, given] = [objectIn(body.pull_request), objectIn(body.review)];
  const number = textIn(pull.number);
  const at = timeIn(given.submitted_at);
  const reviewer = textIn(objectIn(given.user).login);
  // Authors answer in reviews of their own.
  if (number === null || at === null || reviewer === textIn(objectIn(pull.user).login)) return null;
  return { externalId: `${repository}#${number}`, repository, firstReviewAt: at, reportedAt: WEAKEST };
}

const STATES: Readonly<Record<string, string>> = {
  success: "success",
  failure: "failure",
  error: "failure",
  in_progress: "in_progress",
  queued: "in_progress",
  pending: "in_progress",
};

function deployment(repository: string, body: Json): Json | null {
  const [made, news] = [objectIn(body.deployment), objectIn(body.deployment_status)];
  const id = textIn(made.id);
  const status = STATES[textIn(news.state) ?? ""];
  const at = timeIn(news.created_at);
  if (id === null || status === undefined || at === null) return null;
  return {
    externalId: id,
    service: repository,
    repository,
    environment: textIn(made.environment),
    status,
    sha: textIn(made.sha),
    startedAt: timeIn(made.created_at),
    finishedAt: status === "in_progress" ? null : at,
    reportedAt: at,
  };
}

function alert(repository: string, found: Json): Json | null {
  const number = textIn(found.number);
  if (number === null) return null;
  const advisory = objectIn(found.security_advisory);
  const dependency = objectIn(found.dependency);
  const severity = textIn(objectIn(found.security_vulnerability).severity) ?? textIn(advisory.severity);
  const fixedAt = timeIn(found.fixed_at);
  const state = textIn(found.state);
  return {
    externalId: `${repository}/dependabot/${number}`,
    service: repository,
    title: oneLine(textIn(advisory.summary), 500),
    severity: severity === "moderate" ? "medium" : severity,
    cve: textIn(advisory.cve_id) ?? textIn(advisory.ghsa_id),
    component: textIn(objectIn(dependency.package).name),
    resource: `${repository}/${textIn(dependency.manifest_path) ?? ""}`,
    status: state === "open" ? "open" : state === "fixed" ? "fixed" : "suppressed",
    firstSeenAt: timeIn(found.created_at),
    fixedAt,
    reportedAt: timeIn(found.updated_at),
  };
}

/** An issue that is labelled as an incident; pull requests are listed among issues, and are none. */
function incident(repository: string, issue: Json): Json | null {
  const number = textIn(issue.number);
  const labels = listIn(issue.labels).flatMap((label) => textIn(objectIn(label).name) ?? textIn(label) ?? []);
  if (number === null || "pull_request" in issue || !labels.some((label) => /^incident$/i.test(label)))
    return null;
  return {
    externalId: `${repository}#${number}`,
    service: repository,
    title: oneLine(textIn(issue.title), 500),
    severity: labels.map((label) => /^(?:sev|severity)[:/ -]*(\w+)$/i.exec(label)?.[1]).find(Boolean),
    startedAt: timeIn(issue.created_at),
    resolvedAt: timeIn(issue.closed_at),
    reportedAt: timeIn(issue.updated_at),
  };
}

function push(repository: string, body: Json): Told {
  if (body.deleted === true || !(textIn(body.ref) ?? "").startsWith("refs/heads/")) return NOTHING;
  // What was there before a forced push is no ancestor of what is there now.
  const before = body.forced === true ? null : textIn(body.before);
  const commits = listIn(body.commits).map((commit) => ({
    sha: textIn(objectIn(commit).id),
    committedAt: timeIn(objectIn(commit).timestamp),
    isNew: objectIn(commit).distinct !== false,
  }));
  const branch = branchOf(textIn(body.ref), textIn(objectIn(body.repository).default_branch));
  return { events: [], commits: chainOf(repository, before, commits, branch) };
}
