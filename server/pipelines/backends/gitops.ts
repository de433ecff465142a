import { isTrue } from "../core/invocations";
import { DomainError, Unavailable } from "@/server/kernel/errors";
import { type Pinned, pinAddress } from "@/server/kernel/pinned";
import { liesUnder, repositoriesUnder, connectionKindSchema } from "../core/connection-kinds";
import { commitLink, isBranchName } from "../core/repository-paths";
import {
  type RemoteBackend,
  type RemoteCall,
  type RemoteNews,
  RemoteRefused,
  type RemoteTools,
} from "../remote";
import type { RemoteInvocation } from "../schema";
import { assertTaken, exchange, saidBy, viaConnection } from "./exchange";
import { commitFiles } from "./gitops-commit";
import { createRepository } from "./gitops-create";
import { filesOf } from "./gitops-files";
import { gitIn } from "./git-program";

export type GitopsInvocation = Extract<RemoteInvocation, { type: "GITOPS" }>;
export type GitopsCall = RemoteCall<GitopsInvocation>;

/**
 * Commits files to a git repository: the skeleton of a template with its placeholders filled in, and those that the action
 * gives. The commit bears the id of the call, by which a call that is made again finds it and pushes nothing twice.
 */
export const gitops: RemoteBackend<GitopsInvocation> = {
  kind: "GITOPS",
  can: { poll: false, cancel: false, repeat: true },
  async call(call, tools) {
    const { invocation, connection } = call;
    assertAddress(call);
    const files = await filesOf(call);
    const pinned = await checked(() => pinAddress(invocation.repository));
    const made = await ensureRepository(call, tools);
    const { username, password } = credentialsOf(call);
    const pushed = await tools.withFolder((folder) =>
      commitFiles(gitIn(folder, { pinned, repository: invocation.repository, username, password }), {
        call,
        files,
        folder,
      }),
    );
    const link = commitLink(connection.KIND?.reveal(), invocation.repository, pushed.commit);
    const waits = isTrue(invocation.waitForReport);
    return {
      state: waits ? "waiting" : "succeeded",
      externalId: pushed.commit,
      links: [link],
      statusLabel: waits ? "Committed; waits for a report" : null,
      outputs: {
        repository: invocation.repository.replace(/\.git$/, ""),
        branch: pushed.branch,
        commit: pushed.commit,
        created: made,
        files: files.length,
        link,
      },
      log: [
        ...(made ? [{ level: "info" as const, text: `Made the repository ${invocation.repository}.` }] : []),
        { level: "info", text: pushed.told },
      ],
    } satisfies RemoteNews;
  },
};

/** Before anything is asked: the address is one, and the credentials are for it. */
function assertAddress({ invocation: { repository, branch }, connection, invocation }: GitopsCall): void {
  const url = URL.canParse(repository) ? new URL(repository) : null;
  if (!url || !/^https?:$/.test(url.protocol) || url.username || url.password || url.search || url.hash)
    throw new RemoteRefused(
      "The address of the repository must begin with https:// or http:// and hold no user, password, ? or #.",
    );
  if (branch !== undefined && !isBranchName(branch))
    throw new RemoteRefused(`"${branch.slice(0, 100)}" cannot be the name of a branch.`);
  const kind = connection.KIND && connectionKindSchema.parse(connection.KIND.reveal());
  const base = kind && repositoriesUnder(kind, connection.URL?.reveal());
  if (base && !liesUnder(repository, base))
    throw new RemoteRefused(
      `The connection "${invocation.connection}" is for repositories under ${base}, and the action commits to another place. Its credentials were not sent.`,
    );
}

/** What each kind of connection signs in with. */
function credentialsOf({ connection }: GitopsCall) {
  const kind = connection.KIND?.reveal();
  if (kind === "github") return { username: "x-access-token", password: connection.TOKEN ?? null };
  if (kind === "gitlab") return { username: "oauth2", password: connection.TOKEN ?? null };
  return { username: connection.USERNAME?.reveal() ?? "git", password: connection.PASSWORD ?? null };
}

/**
 * Asks for the repository by the guarded client, which says what git would not: who refused, and whether there is one.
 * Out: whether it had to be made.
 */
async function ensureRepository(call: GitopsCall, tools: RemoteTools): Promise<boolean> {
  const { username, password } = credentialsOf(call);
  const about = { vendor: new URL(call.invocation.repository).host, aim: "give access to the repository" };
  const address = `${call.invocation.repository.replace(/\/+$/, "")}/info/refs?service=git-upload-pack`;
  const response = await exchange(call, tools, about, address, {
    // A server that does not know this version lists all its branches.
    maxBytes: 8 * 1024 * 1024,
    headers: {
      "user-agent": "git/2 (Waymark)",
      "git-protocol": "version=2",
      ...(password
        ? {
            authorization: `Basic ${Buffer.from(`${username}:${password.reveal()}`).toString("base64")}`,
          }
        : {}),
    },
  });
  if (response.status === 404 && isTrue(call.invocation.createRepository)) {
    await createRepository(call, tools);
    return true;
  }
  if (response.status === 404)
    throw new RemoteRefused(
      `There is no repository at ${call.invocation.repository}, or it may not be seen${viaConnection(call)}: ${saidBy(call, response)}`,
    );
  assertTaken(call, about, response);
  return false;
}

async function checked(look: () => Promise<Pinned>): Promise<Pinned> {
  try {
    return await look();
  } catch (error) {
    if (error instanceof DomainError && !(error instanceof Unavailable))
      throw new RemoteRefused(error.message);
    throw error;
  }
}
