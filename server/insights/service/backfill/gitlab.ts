import { objectIn, textIn, timeIn } from "@/server/pipelines/core/inbound/message";
import { gitlabDeployment, gitlabIncident, gitlabMergeRequest } from "../../core/vendors/gitlab-api";
import { told as toldOf, type Told, WEAKEST } from "../../core/vendors/told";
import { allOf, type Client } from "./client";
import type { Vendor } from "./vendor";

type Json = Record<string, unknown>;

/** Each needs two requests of its own. */
const CHANGES_A_PAGE = 20;

/** The past by the REST API of version 4, under the names that webhooks give. */
export const gitlabVendor: Vendor = {
  first(base, repository, part, { from, to }) {
    const root = `${base}/projects/${encodeURIComponent(repository)}`;
    const span = `updated_after=${from.toISOString()}&updated_before=${to.toISOString()}`;
    const newest = "order_by=updated_at&sort=desc";
    switch (part) {
      case "changes":
        return `${root}/merge_requests?state=all&scope=all&${newest}&${span}&per_page=${CHANGES_A_PAGE}`;
      case "deployments":
        return `${root}/deployments?${newest}&${span}&per_page=100`;
      default:
        return `${root}/issues?issue_type=incident&scope=all&${newest}&${span}&per_page=100`;
    }
  },

  async read(client, base, repository, part, items) {
    const root = `${base}/projects/${encodeURIComponent(repository)}`;
    const all: Told["events"] = [];
    for (const one of items.map(objectIn))
      if (part === "changes") all.push(...(await change(client, root, repository, one)).events);
      else if (part === "deployments")
        all.push(...toldOf("deployments", gitlabDeployment(repository, one)).events);
      else all.push(...toldOf("incidents", gitlabIncident(repository, one)).events);
    return { told: { events: all, commits: [] }, isOver: false };
  },
};

async function change(client: Client, root: string, repository: string, merge: Json): Promise<Told> {
  const event = gitlabMergeRequest(repository, merge);
  if (event === null) return toldOf("changes");
  const at = `${root}/merge_requests/${textIn(merge.iid)}`;
  const commits = (await allOf(client, `${at}/commits?per_page=100`)).map(objectIn);
  const [first] = commits.flatMap(({ authored_date: date }) => timeIn(date) ?? []).sort();
  const author = textIn(objectIn(merge.author).username);
  const notes = (await allOf(client, `${at}/notes?sort=asc&order_by=created_at&per_page=100`)).map(objectIn);
  // Its author answers in notes too, and the system notes everything that moves.
  const reviews = notes.filter(
    (note) =>
      textIn(objectIn(note.author).username) !== author &&
      (note.system !== true || /^approved this merge request/i.test(textIn(note.body) ?? "")),
  );
  const [reviewedAt] = reviews.flatMap(({ created_at: date }) => timeIn(date) ?? []).sort();
  return toldOf(
    "changes",
    {
      ...event,
      ...(first ? { firstCommitAt: first } : {}),
      commits: commits.flatMap(({ id, parent_ids: parents, committed_date: date }) => {
        const sha = textIn(id);
        const committedAt = timeIn(date);
        return sha === null
          ? []
          : [
              {
                sha,
                ...(Array.isArray(parents) ? { parents: parents.flatMap((one) => textIn(one) ?? []) } : {}),
                ...(committedAt === null ? {} : { committedAt }),
              },
            ];
      }),
    },
    reviewedAt
      ? { externalId: event.externalId, repository, firstReviewAt: reviewedAt, reportedAt: WEAKEST }
      : null,
  );
}
