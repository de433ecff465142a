import { gitlabStanding } from "../core/vendor-status";
import type { OutgoingRequest, OutgoingResponse } from "@/server/kernel/egress";
import { Unavailable } from "@/server/kernel/errors";
import {
  type RemoteBackend,
  type RemoteCall,
  type RemoteNews,
  RemoteRefused,
  type RemoteTools,
} from "../remote";
import type { RemoteInvocation } from "../schema";
import { assertTaken, contentOf, exchange, objectOf } from "./exchange";

type GitLabInvocation = Extract<RemoteInvocation, { type: "GITLAB" }>;
type Call = RemoteCall<GitLabInvocation>;

/** The variable by which a pipeline whose answer was lost is found again. */
const CALL_VARIABLE = "WAYMARK_CALL_ID";
const RUN_VARIABLE = "WAYMARK_RUN_ID";
const LOOKED_THROUGH = 20;

/** Makes a pipeline of a project with variables: by its trigger token where the connection has one, else by the access token. */
export const gitlab: RemoteBackend<GitLabInvocation> = {
  kind: "GITLAB",
  can: { poll: true, cancel: true, repeat: true },

  async call(call, tools) {
    const made = call.attempt > 1 ? await pipelineOfCall(call, tools) : null;
    if (made) return newsOf(made);
    const ref = call.invocation.defaultRef || (await defaultBranch(call, tools));
    const variables = { ...variablesOf(call), [CALL_VARIABLE]: call.callId, [RUN_VARIABLE]: call.runId };
    const trigger = call.connection.TRIGGER_TOKEN?.reveal();
    const response = await (trigger === undefined
      ? ask(call, tools, "make a pipeline", `${projectPath(call)}/pipeline`, {
          method: "POST",
          body: JSON.stringify({
            ref,
            variables: Object.entries(variables).map(([key, value]) => ({ key, value })),
          }),
        })
      : ask(call, tools, "trigger a pipeline", `${projectPath(call)}/trigger/pipeline`, {
          method: "POST",
          headers: { "content-type": "application/x-www-form-urlencoded" },
          body: new URLSearchParams([
            ["token", trigger],
            ["ref", ref],
            ...Object.entries(variables).map(([key, value]) => [`variables[${key}]`, value]),
          ]).toString(),
        }));
    assertTaken(call, about(`make a pipeline of ${projectOf(call)}`), response);
    const pipeline = objectOf("GitLab", response);
    if (idOf(pipeline) === null)
      throw new Unavailable(
        "GitLab answered without the id of the pipeline. Check the address of the connection.",
      );
    return {
      ...newsOf(pipeline),
      log: [{ level: "info", text: `GitLab made the pipeline ${idOf(pipeline)}.` }],
    };
  },

  async poll(run, tools) {
    if (run.externalId === null) {
      const found = await pipelineOfCall(run, tools);
      return found ? newsOf(found) : { state: "waiting" };
    }
    const response = await ask(run, tools, "tell of the pipeline", pipelinePath(run, run.externalId));
    assertTaken(run, about(`tell of the pipeline ${run.externalId}`), response);
    return newsOf(objectOf("GitLab", response));
  },

  async cancel(run, tools) {
    const found = run.externalId === null ? await pipelineOfCall(run, tools) : null;
    const id = run.externalId ?? (found && idOf(found));
    if (id === null)
      throw new RemoteRefused("GitLab has no pipeline of this run, so nothing can be cancelled there.");
    const response = await ask(run, tools, "cancel the pipeline", `${pipelinePath(run, id)}/cancel`, {
      method: "POST",
    });
    assertTaken(run, about(`cancel the pipeline ${id}`), response);
  },
};

const about = (aim: string) => ({ vendor: "GitLab", aim });
const projectOf = ({ invocation }: Call): string => `${invocation.groupName}/${invocation.projectName}`;
const projectPath = (call: Call): string => `/projects/${encodeURIComponent(projectOf(call))}`;
const pipelinePath = (call: Call, id: string): string =>
  `${projectPath(call)}/pipelines/${encodeURIComponent(id)}`;

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
      "A pipeline needs a connection of the kind GitLab. An administrator can add it under Settings, Connections.",
    );
  return exchange(call, tools, about(aim), `${base.reveal().replace(/\/+$/, "")}/api/v4${path}`, {
    ...options,
    headers: {
      "private-token": token.reveal(),
      "user-agent": "Waymark",
      ...(options.body === undefined ? {} : { "content-type": "application/json" }),
      ...options.headers,
    },
  });
}

function variablesOf({ invocation }: Call): Record<string, string> {
  return Object.fromEntries(
    Object.entries(invocation.pipelineVariables ?? {}).flatMap(([name, value]): [string, string][] => {
      if (value === null || value === undefined) return [];
      if (!/^[A-Za-z_][A-Za-z0-9_]{0,254}$/.test(name))
        throw new RemoteRefused(
          `"${name.slice(0, 100)}" cannot be a variable of a pipeline. Use letters, digits and underscores.`,
        );
      return [[name, typeof value === "string" ? value : JSON.stringify(value)]];
    }),
  );
}

async function defaultBranch(call: Call, tools: RemoteTools): Promise<string> {
  const response = await ask(call, tools, "tell the default branch", projectPath(call));
  assertTaken(call, about(`show the project ${projectOf(call)}`), response);
  const { default_branch: branch } = objectOf("GitLab", response);
  return typeof branch === "string" ? branch : "main";
}

/** The pipeline that bears the id of this call, among the newest of the project. */
async function pipelineOfCall(call: Call, tools: RemoteTools): Promise<Record<string, unknown> | null> {
  const path = `${projectPath(call)}/pipelines?per_page=${LOOKED_THROUGH}&order_by=id&sort=desc`;
  const response = await ask(call, tools, "list pipelines", path);
  assertTaken(call, about(`list the pipelines of ${projectOf(call)}`), response);
  const pipelines = contentOf(response);
  for (const pipeline of Array.isArray(pipelines) ? (pipelines as Record<string, unknown>[]) : []) {
    const id = idOf(pipeline);
    if (id === null) continue;
    const answer = await ask(call, tools, "list variables", `${pipelinePath(call, id)}/variables`);
    assertTaken(call, about(`list the variables of the pipeline ${id}`), answer);
    const variables = contentOf(answer);
    const ours =
      Array.isArray(variables) &&
      (variables as Record<string, unknown>[]).some(
        ({ key, value }) => key === CALL_VARIABLE && value === call.callId,
      );
    if (ours) return pipeline;
  }
  return null;
}

const idOf = ({ id }: Record<string, unknown>): string | null =>
  typeof id === "number" || typeof id === "string" ? String(id) : null;

function newsOf(pipeline: Record<string, unknown>): RemoteNews {
  const { web_url: link, status } = pipeline;
  const id = idOf(pipeline);
  return {
    ...(id === null ? {} : { externalId: id }),
    ...(typeof link === "string" ? { links: [link] } : {}),
    ...gitlabStanding(status),
  };
}
