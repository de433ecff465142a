import { isTrue } from "../core/invocations";
import { Unavailable } from "@/server/kernel/errors";
import type { OutgoingRequest, OutgoingResponse } from "@/server/kernel/egress";
import { githubStanding } from "../core/vendor-status";
import {
  type RemoteBackend,
  type RemoteCall,
  type RemoteNews,
  RemoteRefused,
  type RemoteTools,
} from "../remote";
import type { RemoteInvocation } from "../schema";
import { assertTaken, exchange, objectOf, viaConnection } from "./exchange";

type GitHubInvocation = Extract<RemoteInvocation, { type: "GITHUB" }>;
type Call = RemoteCall<GitHubInvocation>;

const API_VERSION = "2022-11-28";
const MOST_INPUTS = 25;
/** How many of the newest runs of a workflow are looked through for ours. */
const LOOKED_THROUGH = 50;

/**
 * Dispatches a workflow. A server that tells the id of the run it made is asked about that one; of an older one the run is
 * found by the id of our run or call in its name, which the workflow takes from an input (`run-name: … ${{ inputs.run_id }}`).
 */
export const github: RemoteBackend<GitHubInvocation> = {
  kind: "GITHUB",
  can: { poll: true, cancel: true, repeat: true },

  async call(call, tools) {
    const made = call.attempt > 1 ? await madeBefore(call, tools) : null;
    if (made) return newsOf(call, made);
    const { ref, inputs } = inputsOf(call);
    const branch = ref ?? (await defaultBranch(call, tools));
    const path = `${workflowPath(call)}/dispatches`;
    const dispatch = (details: boolean) =>
      ask(call, tools, "dispatch the workflow", path, {
        method: "POST",
        body: JSON.stringify({ ref: branch, inputs, ...(details ? { return_run_details: true } : {}) }),
      });
    let response = await dispatch(true);
    if (isUnknownField(response)) response = await dispatch(false);
    assertTaken(call, about(`dispatch the workflow ${call.invocation.workflow}`), response);
    if (response.status === 204) {
      const found = await findRun(call, tools);
      return found ? newsOf(call, found) : unidentified(call);
    }
    const { workflow_run_id: id, html_url: link } = objectOf("GitHub", response);
    if (typeof id !== "number" && typeof id !== "string")
      throw new Unavailable(
        "GitHub answered a dispatch without the id of the run. Check the address of the API.",
      );
    return dispatched(call, String(id), typeof link === "string" ? link : null);
  },

  async poll(run, tools) {
    if (run.externalId === null) {
      const found = await findRun(run, tools);
      return found ? newsOf(run, found) : { state: "waiting" };
    }
    const response = await ask(run, tools, "tell of the workflow", runPath(run, run.externalId));
    assertTaken(run, about(`tell of the workflow run ${run.externalId}`), response);
    return newsOf(run, objectOf("GitHub", response));
  },

  async cancel(run, tools) {
    const id = run.externalId ?? idOf(await findRun(run, tools));
    if (id === null)
      throw new RemoteRefused("GitHub did not say which run it made, so it cannot be cancelled there.");
    const response = await ask(run, tools, "cancel the workflow", `${runPath(run, id)}/cancel`, {
      method: "POST",
    });
    // It has ended by itself, which the next question tells.
    if (response.status !== 409) assertTaken(run, about(`cancel the workflow run ${id}`), response);
  },
};

const about = (aim: string) => ({ vendor: "GitHub", aim });
const repositoryPath = ({ invocation }: Call): string =>
  `/repos/${encodeURIComponent(invocation.org)}/${encodeURIComponent(invocation.repo)}`;
const workflowPath = (call: Call): string =>
  `${repositoryPath(call)}/actions/workflows/${encodeURIComponent(call.invocation.workflow)}`;
const runPath = (call: Call, id: string): string =>
  `${repositoryPath(call)}/actions/runs/${encodeURIComponent(id)}`;

function ask(
  call: Call,
  tools: RemoteTools,
  aim: string,
  path: string,
  options: OutgoingRequest = {},
): Promise<OutgoingResponse> {
  const { URL: base, TOKEN: token } = call.connection;
  if (!base || !token)
    throw new RemoteRefused(
      "A workflow needs a connection of the kind GitHub. An administrator can add it under Settings, Connections.",
    );
  return exchange(call, tools, about(aim), base.reveal().replace(/\/+$/, "") + path, {
    ...options,
    headers: {
      authorization: `Bearer ${token.reveal()}`,
      accept: "application/vnd.github+json",
      "x-github-api-version": API_VERSION,
      "user-agent": "Waymark",
      ...(options.body === undefined ? {} : { "content-type": "application/json" }),
    },
  });
}

/** The input `ref` picks the branch; the others go to the workflow, which takes texts alone. */
function inputsOf({ invocation }: Call): { ref: string | null; inputs: Record<string, string> } {
  const { ref, ...rest } = invocation.workflowInputs ?? {};
  const inputs = Object.fromEntries(
    Object.entries(rest).flatMap(([name, value]): [string, string][] =>
      value === null || value === undefined
        ? []
        : [[name, typeof value === "string" ? value : JSON.stringify(value)]],
    ),
  );
  if (Object.keys(inputs).length > MOST_INPUTS)
    throw new RemoteRefused(
      `A workflow takes at most ${MOST_INPUTS} inputs, and the action sends ${Object.keys(inputs).length}. Put some of them into one, as JSON.`,
    );
  return { ref: typeof ref === "string" && ref !== "" ? ref : null, inputs };
}

async function defaultBranch(call: Call, tools: RemoteTools): Promise<string> {
  const response = await ask(call, tools, "tell the default branch", repositoryPath(call));
  assertTaken(call, about(`show the repository ${call.invocation.org}/${call.invocation.repo}`), response);
  const { default_branch: branch } = objectOf("GitHub", response);
  return typeof branch === "string" ? branch : "main";
}

/** Servers that do not know the field refuse the whole request; nothing was dispatched then. */
const isUnknownField = ({ status, body }: OutgoingResponse): boolean =>
  (status === 400 || status === 422) && body.includes("return_run_details");

/** A run of this portal by its name: one that has such a name and not ours belongs to somebody else. */
const NAMED = /\br_[0-9A-Za-z]{16}\b/;
/** How far GitHub's clock and ours may be apart, in ms. */
const SKEW_MS = 120_000;

/**
 * The run that an earlier attempt made, if its answer was lost; null when it made none. Throws RemoteRefused when that cannot
 * be told: rather no run than two.
 */
async function madeBefore(call: Call, tools: RemoteTools): Promise<Record<string, unknown> | null> {
  const runs = await recentRuns(call, tools);
  const ours = runs.find((run) => isOurs(call, run));
  if (ours) return ours;
  const since = (call.firstAt?.getTime() ?? 0) - SKEW_MS;
  const doubtful = runs.filter(
    ({ created_at: at, display_title: title }) =>
      Date.parse(String(at)) >= since && !(typeof title === "string" && NAMED.test(title)),
  );
  if (doubtful.length === 0) return null;
  throw new RemoteRefused(
    `The answer to the dispatch was lost, and one of the ${doubtful.length} newer runs of ${call.invocation.workflow} may be ours: their names do not tell. Nothing was dispatched again. Look at GitHub whether it ran. An input with the run's id in the workflow's run-name makes this safe.`,
  );
}

async function findRun(call: Call, tools: RemoteTools): Promise<Record<string, unknown> | null> {
  return (await recentRuns(call, tools)).find((run) => isOurs(call, run)) ?? null;
}

async function recentRuns(call: Call, tools: RemoteTools): Promise<Record<string, unknown>[]> {
  const path = `${workflowPath(call)}/runs?event=workflow_dispatch&per_page=${LOOKED_THROUGH}`;
  const response = await ask(call, tools, "list the runs of the workflow", path);
  assertTaken(call, about(`list the runs of the workflow ${call.invocation.workflow}`), response);
  const { workflow_runs: runs } = objectOf("GitHub", response);
  return Array.isArray(runs) ? (runs as Record<string, unknown>[]) : [];
}

const isOurs = (call: Call, { display_title: title }: Record<string, unknown>): boolean =>
  typeof title === "string" && (title.includes(call.callId) || title.includes(call.runId));

const idOf = (run: Record<string, unknown> | null): string | null =>
  run && (typeof run.id === "number" || typeof run.id === "string") ? String(run.id) : null;

function newsOf(call: Call, run: Record<string, unknown>): RemoteNews {
  const { html_url: link, status, conclusion } = run;
  const known: RemoteNews = {
    ...(idOf(run) === null ? {} : { externalId: idOf(run) }),
    ...(typeof link === "string" ? { links: [link] } : {}),
    state: "waiting",
  };
  return follows(call) ? { ...known, ...githubStanding(status, conclusion) } : { ...known, state: "waiting" };
}

/** Left out, it is followed: that is what the published format does. */
const follows = ({ invocation }: Call): boolean =>
  invocation.reportWorkflowStatus === undefined || isTrue(invocation.reportWorkflowStatus);

const dispatched = (_call: Call, externalId: string, link: string | null): RemoteNews => ({
  state: "waiting",
  externalId,
  ...(link === null ? {} : { links: [link] }),
  statusLabel: "queued",
  log: [{ level: "info", text: `GitHub made the workflow run ${externalId}.` }],
});

const unidentified = (call: Call): RemoteNews => ({
  state: "waiting",
  log: [
    {
      level: "warn",
      text: `GitHub${viaConnection(call)} took the dispatch and did not say which run it made. It is found once its name holds ${call.runId}: give the workflow an input for it and put that into its run-name.`,
    },
  ],
});
