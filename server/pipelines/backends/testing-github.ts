import { type FakeServer, fakeServer, type Seen, type Answer } from "./testing-server";

export interface FakeWorkflowRun {
  id: number;
  status: "queued" | "in_progress" | "completed";
  conclusion: string | null;
  title: string;
  ref: string;
  inputs: Record<string, string>;
  cancelled: boolean;
  createdAt: string;
}

export interface FakeGitHub extends FakeServer {
  runs: FakeWorkflowRun[];
  /** Repositories that there are, as owner/name. */
  repositories: Set<string>;
  /** A server of before run details were returned: it refuses the unknown field. */
  old: boolean;
  /** Makes the run, and then answers that it could not. */
  loseAnswer: boolean;
  finish(id: number, conclusion: string): void;
}

export const GITHUB_TOKEN = "ghp_0123456789abcdefCANARY";
const MOST_INPUTS = 25;
/** The inputs that the workflow of the fake declares; it puts the run's id into its name. */
const DECLARED = new Set(["environment", "run_id", "size"]);

/**
 * For tests: GitHub's API as far as workflows and repositories go, with its statuses, messages and limits. It has one
 * workflow, `deploy.yml` on the branches main and release.
 */
export async function fakeGitHub(
  options: { onCreate?: (fullName: string) => Promise<void> } = {},
): Promise<FakeGitHub> {
  const runs: FakeWorkflowRun[] = [];
  const repositories = new Set(["acme/shop"]);
  const server = await fakeServer((seen) => answerTo(seen));
  const fake: FakeGitHub = Object.assign(server, {
    runs,
    repositories,
    old: false,
    loseAnswer: false,
    finish: (id: number, conclusion: string) => {
      const run = runs.find((one) => one.id === id);
      if (run) Object.assign(run, { status: "completed", conclusion });
    },
  });

  async function answerTo(seen: Seen): Promise<Answer> {
    if (seen.headers.authorization !== `Bearer ${GITHUB_TOKEN}`)
      return {
        status: 401,
        body: { message: "Bad credentials", documentation_url: "https://docs.github.com/rest" },
      };
    if (!seen.headers["user-agent"])
      return {
        status: 403,
        body: "Request forbidden by administrative rules. Please make sure your request has a User-Agent header.",
      };
    const url = new URL(seen.url, "http://github.fake");
    const path = url.pathname;
    if (path === "/user")
      return {
        status: 200,
        headers: { "x-oauth-scopes": "repo, workflow" },
        body: { login: "portal-bot", id: 7, type: "User" },
      };
    const make = /^\/(?:orgs\/([^/]+)\/repos|user\/repos)$/.exec(path);
    if (make && seen.method === "POST") return create(make[1] ?? "portal-bot", seen.body);
    const owner = /^\/users\/([^/]+)$/.exec(path)?.[1];
    if (owner)
      return { status: 200, body: { login: owner, type: owner === "portal-bot" ? "User" : "Organization" } };
    const repository = /^\/repos\/([^/]+\/[^/]+)(\/.*)?$/.exec(path);
    if (!repository || !repositories.has(repository[1]!)) return notFound();
    return inRepository(seen, url, repository[2] ?? "");
  }

  async function create(owner: string, body: string): Promise<Answer> {
    const { name, private: isPrivate } = JSON.parse(body) as { name: string; private?: boolean };
    const fullName = `${owner}/${name}`;
    if (repositories.has(fullName))
      return {
        status: 422,
        body: {
          message: "Repository creation failed.",
          errors: [
            {
              resource: "Repository",
              code: "custom",
              field: "name",
              message: "name already exists on this account",
            },
          ],
        },
      };
    await options.onCreate?.(fullName);
    repositories.add(fullName);
    return {
      status: 201,
      body: {
        id: repositories.size,
        name,
        full_name: fullName,
        private: isPrivate ?? false,
        html_url: `${fake.url}/${fullName}`,
        default_branch: "main",
      },
    };
  }

  function inRepository(seen: Seen, url: URL, rest: string): Answer {
    if (rest === "") return { status: 200, body: { default_branch: "main", html_url: fake.url } };
    const dispatch = /^\/actions\/workflows\/([^/]+)\/dispatches$/.exec(rest);
    if (dispatch && seen.method === "POST") return dispatched(dispatch[1]!, seen);
    if (/^\/actions\/workflows\/[^/]+\/runs$/.exec(rest))
      return {
        status: 200,
        body: { total_count: runs.length, workflow_runs: [...runs].reverse().map(shown) },
      };
    const one = /^\/actions\/runs\/(\d+)(\/cancel)?$/.exec(rest);
    const run = runs.find(({ id }) => String(id) === one?.[1]);
    if (!one || !run) return notFound();
    if (!one[2]) return { status: 200, body: shown(run) };
    if (run.status === "completed")
      return { status: 409, body: { message: "Cannot cancel a workflow run that is completed." } };
    run.cancelled = true;
    return { status: 202, body: {} };
  }

  function dispatched(workflow: string, seen: Seen): Answer {
    if (workflow !== "deploy.yml") return notFound();
    const {
      ref,
      inputs = {},
      return_run_details: details,
      ...unknown
    } = JSON.parse(seen.body) as {
      ref?: string;
      inputs?: Record<string, unknown>;
      return_run_details?: boolean;
    };
    if (fake.old && details !== undefined) return invalid('"return_run_details" is not a permitted key.');
    if (Object.keys(unknown).length) return invalid(`"${Object.keys(unknown)[0]}" is not a permitted key.`);
    if (ref === undefined || !["main", "release"].includes(ref)) return invalid(`No ref found for: ${ref}`);
    if (Object.keys(inputs).length > MOST_INPUTS)
      return invalid(`you may only define up to ${MOST_INPUTS} inputs for a workflow_dispatch event`);
    const unexpected = Object.keys(inputs).filter((name) => !DECLARED.has(name));
    if (unexpected.length) return invalid(`Unexpected inputs provided: ${JSON.stringify(unexpected)}`);
    if (Object.values(inputs).some((value) => typeof value !== "string"))
      return invalid("Invalid inputs: all values must be strings");
    const run: FakeWorkflowRun = {
      id: 9000 + runs.length,
      status: "queued",
      conclusion: null,
      title: `Deploy ${String(inputs.run_id ?? "")}`.trim(),
      ref,
      inputs: inputs as Record<string, string>,
      cancelled: false,
      createdAt: new Date().toISOString(),
    };
    runs.push(run);
    if (fake.loseAnswer) return { status: 502, body: "Bad gateway" };
    if (!details) return { status: 204 };
    const address = `/repos/acme/shop/actions/runs/${run.id}`;
    return {
      status: 200,
      body: {
        workflow_run_id: run.id,
        run_url: fake.url + address,
        html_url: `${fake.url}/acme/shop/actions/runs/${run.id}`,
      },
    };
  }

  const shown = (run: FakeWorkflowRun) => ({
    id: run.id,
    name: "Deploy",
    display_title: run.title,
    event: "workflow_dispatch",
    status: run.status,
    conclusion: run.conclusion,
    head_branch: run.ref,
    html_url: `${fake.url}/acme/shop/actions/runs/${run.id}`,
    created_at: run.createdAt,
    updated_at: run.createdAt,
    run_attempt: 1,
  });
  return fake;
}

const notFound = (): Answer => ({
  status: 404,
  body: { message: "Not Found", documentation_url: "https://docs.github.com/rest" },
});
const invalid = (why: string): Answer => ({
  status: 422,
  body: { message: why.endsWith("key.") ? `Invalid request.\n\n${why}` : why },
});
