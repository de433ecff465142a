import { type Answer, type FakeServer, fakeServer, type Seen } from "./testing-server";

export interface FakePipeline {
  id: number;
  status: string;
  ref: string;
  variables: Record<string, string>;
}

export interface FakeGitLab extends FakeServer {
  pipelines: FakePipeline[];
  projects: Set<string>;
  loseAnswer: boolean;
  finish(id: number, status: string): void;
}

export const GITLAB_TOKEN = "glpat-0123456789CANARY";
export const GITLAB_TRIGGER_TOKEN = "glptt-0123456789CANARY";

/** For tests: GitLab's API as far as pipelines and projects go. The project acme/shop has the branches main and release. */
export async function fakeGitLab(
  options: { onCreate?: (path: string) => Promise<void> } = {},
): Promise<FakeGitLab> {
  const pipelines: FakePipeline[] = [];
  const projects = new Set(["acme/shop"]);
  const server = await fakeServer((seen) => answerTo(seen));
  const fake: FakeGitLab = Object.assign(server, {
    pipelines,
    projects,
    loseAnswer: false,
    finish: (id: number, status: string) => {
      const pipeline = pipelines.find((one) => one.id === id);
      if (pipeline) pipeline.status = status;
    },
  });

  async function answerTo(seen: Seen): Promise<Answer> {
    const url = new URL(seen.url, "http://gitlab.fake");
    const path = url.pathname.replace(/^\/api\/v4/, "");
    const trigger = /^\/projects\/([^/]+)\/trigger\/pipeline$/.exec(path);
    if (trigger && seen.method === "POST") return triggered(decodeURIComponent(trigger[1]!), seen);
    if (seen.headers["private-token"] !== GITLAB_TOKEN)
      return { status: 401, body: { message: "401 Unauthorized" } };
    if (path === "/user") return { status: 200, body: { id: 3, username: "portal-bot" } };
    if (path === "/personal_access_tokens/self")
      return { status: 200, body: { id: 1, name: "portal", scopes: ["api"], active: true } };
    const namespace = /^\/namespaces\/([^/]+)$/.exec(path)?.[1];
    if (namespace !== undefined)
      return { status: 200, body: { id: 12, full_path: decodeURIComponent(namespace), kind: "group" } };
    if (path === "/projects" && seen.method === "POST") return create(seen.body);
    const inProject = /^\/projects\/([^/]+)(\/.*)?$/.exec(path);
    if (!inProject || !projects.has(decodeURIComponent(inProject[1]!)))
      return { status: 404, body: { message: "404 Project Not Found" } };
    return ofProject(seen, url, inProject[2] ?? "");
  }

  async function create(body: string): Promise<Answer> {
    const { path: name } = JSON.parse(body) as { path: string };
    const path = `acme/${name}`;
    if (projects.has(path)) return { status: 400, body: { message: { path: ["has already been taken"] } } };
    await options.onCreate?.(path);
    projects.add(path);
    return {
      status: 201,
      body: {
        id: projects.size,
        path_with_namespace: path,
        web_url: `${fake.url}/${path}`,
        default_branch: "main",
      },
    };
  }

  function triggered(project: string, seen: Seen): Answer {
    const form = new URLSearchParams(seen.body);
    if (form.get("token") !== GITLAB_TRIGGER_TOKEN || !projects.has(project))
      return { status: 404, body: { message: "404 Not Found" } };
    const variables = [...form.entries()].flatMap(([key, value]): [string, string][] => {
      const name = /^variables\[(.+)\]$/.exec(key)?.[1];
      return name === undefined ? [] : [[name, value]];
    });
    return make(form.get("ref") ?? "", Object.fromEntries(variables));
  }

  function make(ref: string, variables: Record<string, string>): Answer {
    if (!["main", "release"].includes(ref))
      return { status: 400, body: { message: { base: ["Reference not found"] } } };
    const pipeline = { id: 500 + pipelines.length, status: "created", ref, variables };
    pipelines.push(pipeline);
    if (fake.loseAnswer) return { status: 502, body: "Bad gateway" };
    return { status: 201, body: shown(pipeline) };
  }

  function ofProject(seen: Seen, url: URL, rest: string): Answer {
    if (rest === "")
      return { status: 200, body: { id: 1, default_branch: "main", web_url: `${fake.url}/acme/shop` } };
    if (rest === "/pipeline" && seen.method === "POST") {
      const { ref = "", variables = [] } = JSON.parse(seen.body) as {
        ref?: string;
        variables?: { key: string; value: string }[];
      };
      return make(ref, Object.fromEntries(variables.map(({ key, value }) => [key, value])));
    }
    if (rest === "/pipelines") return { status: 200, body: [...pipelines].reverse().map(shown) };
    const one = /^\/pipelines\/(\d+)(\/variables|\/cancel)?$/.exec(rest);
    const pipeline = pipelines.find(({ id }) => String(id) === one?.[1]);
    if (!one || !pipeline) return { status: 404, body: { message: "404 Not found" } };
    if (one[2] === "/variables")
      return {
        status: 200,
        body: Object.entries(pipeline.variables).map(([key, value]) => ({
          variable_type: "env_var",
          key,
          value,
        })),
      };
    if (one[2] === "/cancel") pipeline.status = "canceling";
    return { status: 200, body: shown(pipeline) };
  }

  const shown = (pipeline: FakePipeline) => ({
    id: pipeline.id,
    iid: pipeline.id,
    project_id: 1,
    status: pipeline.status,
    ref: pipeline.ref,
    web_url: `${fake.url}/acme/shop/-/pipelines/${pipeline.id}`,
    created_at: "2026-01-01T00:00:00Z",
    updated_at: "2026-01-01T00:01:00Z",
  });
  return fake;
}
