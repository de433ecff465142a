import { objectIn, textIn, timeIn } from "@/server/pipelines/core/inbound/message";
import { readGithub } from "../../core/vendors/github";
import { listIn, type Told } from "../../core/vendors/told";
import { allOf, type Client } from "./client";
import type { Vendor } from "./vendor";

type Json = Record<string, unknown>;

/** Each needs two requests of its own, so a page is what a killed worker asks for again. */
const CHANGES_A_PAGE = 20;

/** The past by the REST API, put into the words of the webhooks: what came by them already is the same thing. */
export const githubVendor: Vendor = {
  first(base, repository, part, { from }) {
    const root = `${base}/repos/${repository}`;
    const newest = "sort=updated&direction=desc";
    switch (part) {
      case "changes":
        return `${root}/pulls?state=all&${newest}&per_page=${CHANGES_A_PAGE}`;
      case "deployments":
        return `${root}/deployments?per_page=${CHANGES_A_PAGE}`;
      case "findings":
        return `${root}/dependabot/alerts?${newest}&per_page=100`;
      case "incidents":
        return `${root}/issues?labels=incident&state=all&since=${from.toISOString()}&per_page=100`;
    }
  },

  async read(client, base, repository, part, items, span) {
    const root = `${base}/repos/${repository}`;
    const events: Told["events"] = [];
    const add = (event: string, body: Json) =>
      events.push(...readGithub(event, { repository: { full_name: repository }, ...body }).events);
    let isOver = false;
    for (const one of items.map(objectIn)) {
      const at = timeIn(part === "deployments" ? one.created_at : one.updated_at);
      if (at !== null && new Date(at) < span.from) {
        isOver = true;
        continue;
      }
      if (new Date(timeIn(one.created_at) ?? 0) >= span.to) continue;
      if (part === "changes") await addChange(client, root, one, add, events);
      else if (part === "deployments") {
        const statuses = await allOf(client, `${root}/deployments/${textIn(one.id)}/statuses?per_page=100`);
        for (const status of statuses.reverse())
          add("deployment_status", { deployment: one, deployment_status: status });
      } else if (part === "findings") add("dependabot_alert", { alert: one });
      else add("issues", { issue: one });
    }
    return { told: { events, commits: [] }, isOver };
  },
};

async function addChange(
  client: Client,
  root: string,
  pull: Json,
  add: (event: string, body: Json) => void,
  events: Told["events"],
): Promise<void> {
  const at = `${root}/pulls/${textIn(pull.number)}`;
  const commits = (await allOf(client, `${at}/commits?per_page=100`)).map((one) => {
    const { sha, commit, parents } = objectIn(one);
    const { author, committer } = objectIn(commit);
    return {
      sha: textIn(sha),
      writtenAt: timeIn(objectIn(author).date),
      committedAt: timeIn(objectIn(committer).date),
      parents: listIn(parents).flatMap((parent) => textIn(objectIn(parent).sha) ?? []),
    };
  });
  add("pull_request", { pull_request: pull });
  const change = events.at(-1)?.event;
  if (change) {
    const [first] = commits.flatMap(({ writtenAt }) => writtenAt ?? []).sort();
    if (first) change.firstCommitAt = first;
    change.commits = commits.flatMap(({ sha, parents, committedAt }) =>
      sha === null ? [] : [{ sha, parents, ...(committedAt === null ? {} : { committedAt }) }],
    );
  }
  for (const review of await allOf(client, `${at}/reviews?per_page=100`))
    add("pull_request_review", { pull_request: pull, review });
}
