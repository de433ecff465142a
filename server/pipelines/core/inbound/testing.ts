import { createHmac } from "node:crypto";
import type { Delivery } from "./message";

/** For tests: what GitHub sends of a workflow run, as far as it is looked at. */
export function githubDelivery(
  run: Record<string, unknown>,
  options: { secret?: string; event?: string; id?: string; form?: boolean } = {},
): Delivery {
  const {
    secret,
    event = "workflow_run",
    id = "72d3162e-cc78-11e3-81ab-4c9367dc0958",
    form = false,
  } = options;
  const json = JSON.stringify({
    action: run.status === "completed" ? "completed" : "requested",
    workflow_run: {
      name: "Deploy",
      display_title: "Deploy",
      event: "workflow_dispatch",
      status: "queued",
      conclusion: null,
      html_url: `https://github.example/acme/shop/actions/runs/${String(run.id)}`,
      run_attempt: 1,
      created_at: "2026-01-01T00:00:00Z",
      updated_at: "2026-01-01T00:01:00Z",
      ...run,
    },
    repository: { id: 1, name: "shop", full_name: "acme/shop" },
    organization: { login: "acme" },
    sender: { login: "portal-bot" },
  });
  const body = Buffer.from(form ? new URLSearchParams({ payload: json }).toString() : json);
  return {
    headers: {
      "content-type": form ? "application/x-www-form-urlencoded" : "application/json",
      "x-github-event": event,
      "x-github-delivery": id,
      ...(secret === undefined
        ? {}
        : { "x-hub-signature-256": `sha256=${createHmac("sha256", secret).update(body).digest("hex")}` }),
    },
    body,
  };
}

/** For tests: what GitLab sends of a pipeline, as far as it is looked at. */
export function gitlabDelivery(
  pipeline: Record<string, unknown>,
  options: { token?: string } = {},
): Delivery {
  const body = Buffer.from(
    JSON.stringify({
      object_kind: "pipeline",
      object_attributes: {
        iid: 3,
        ref: "main",
        status: "running",
        variables: [],
        created_at: "2026-01-01 09:00:00 UTC",
        finished_at: null,
        ...pipeline,
      },
      project: { id: 1, path_with_namespace: "acme/shop", web_url: "https://gitlab.example/acme/shop" },
    }),
  );
  return {
    headers: {
      "content-type": "application/json",
      "x-gitlab-event": "Pipeline Hook",
      "x-gitlab-event-uuid": "8d3162e0-cc78-11e3-81ab-4c9367dc0958",
      ...(options.token === undefined ? {} : { "x-gitlab-token": options.token }),
    },
    body,
  };
}
