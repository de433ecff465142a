import { ownerAndName } from "../core/repository-paths";
import { RemoteRefused, type RemoteTools } from "../remote";
import { assertTaken, contentOf, exchange, objectOf, viaConnection } from "./exchange";
import type { GitopsCall } from "./gitops";

/** Makes the repository by the API of the connection, private and empty. One that somebody has just made is as good. */
export async function createRepository(call: GitopsCall, tools: RemoteTools): Promise<void> {
  const kind = call.connection.KIND?.reveal();
  const place = ownerAndName(call.invocation.repository);
  if (!place)
    throw new RemoteRefused(
      "The address of the repository names no owner, so it cannot be made. Give it as …/owner/name.",
    );
  if (kind === "github") return atGitHub(call, tools, place);
  if (kind === "gitlab") return atGitLab(call, tools, place);
  throw new RemoteRefused(
    `There is no repository at ${call.invocation.repository}, and a connection of the kind GitHub or GitLab is needed to make one.`,
  );
}

type Place = NonNullable<ReturnType<typeof ownerAndName>>;

async function atGitHub(call: GitopsCall, tools: RemoteTools, { owner, name }: Place): Promise<void> {
  const about = { vendor: "GitHub", aim: `make the repository ${owner}/${name}` };
  const ask = (path: string, body?: object) =>
    exchange(call, tools, about, base(call) + path, {
      headers: {
        authorization: `Bearer ${call.connection.TOKEN?.reveal() ?? ""}`,
        accept: "application/vnd.github+json",
        "x-github-api-version": "2022-11-28",
        "user-agent": "Waymark",
        ...(body ? { "content-type": "application/json" } : {}),
      },
      ...(body ? { method: "POST" as const, body: JSON.stringify(body) } : {}),
    });
  const account = await ask(`/users/${encodeURIComponent(owner)}`);
  assertTaken(call, about, account);
  const path =
    objectOf("GitHub", account).type === "User" ? "/user/repos" : `/orgs/${encodeURIComponent(owner)}/repos`;
  const response = await ask(path, { name, private: true, auto_init: false });
  if (response.status === 422 && response.body.includes("already exists")) return;
  assertTaken(call, about, response);
}

async function atGitLab(call: GitopsCall, tools: RemoteTools, { owner, name }: Place): Promise<void> {
  const about = { vendor: "GitLab", aim: `make the project ${owner}/${name}` };
  const ask = (path: string, body?: object) =>
    exchange(call, tools, about, `${base(call)}/api/v4${path}`, {
      headers: {
        "private-token": call.connection.TOKEN?.reveal() ?? "",
        "user-agent": "Waymark",
        ...(body ? { "content-type": "application/json" } : {}),
      },
      ...(body ? { method: "POST" as const, body: JSON.stringify(body) } : {}),
    });
  const namespace = await ask(`/namespaces/${encodeURIComponent(owner)}`);
  assertTaken(call, about, namespace);
  const { id } = objectOf("GitLab", namespace);
  const response = await ask("/projects", { name, path: name, namespace_id: id, visibility: "private" });
  if (response.status === 400 && JSON.stringify(contentOf(response)).includes("already been taken")) return;
  assertTaken(call, about, response);
}

function base(call: GitopsCall): string {
  const url = call.connection.URL?.reveal();
  if (url === undefined)
    throw new RemoteRefused(`No repository can be made${viaConnection(call)}: it has no address of an API.`);
  return url.replace(/\/+$/, "");
}
