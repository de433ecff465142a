import { actorOfClient, actorOfUser } from "@/server/identity/service/actor";
import type { Actor, Context } from "@/server/kernel/context";
import { Limit } from "@/server/kernel/errors";
import { newId } from "@/server/kernel/ids";
import { liesUnder } from "@/server/pipelines/core/connection-kinds";
import { RemoteRefused, type Send } from "@/server/pipelines/remote";
import type { CallRow } from "@/server/runs/store/calls";
import type { RunRow } from "@/server/runs/store/runs";
import type { Drive } from "./drive";

/** Steps up, in whatever spelling: what an input brings into an address must not lead to another part of the API. */
const STEPS_UP = /\/(\.|%2e){1,2}(\/|$)/i;

/** Routes that write entities, and say for which run. */
const WRITES_ENTITIES =
  /\/v1\/blueprints\/[^/]+\/(entities(\/(?!search$|top-search$|facets$)[^/]+)?|all-entities|bulk\/entities\/delete)$/;

/**
 * Sends requests out, and those to the portal's own API to itself, without a way over the network: in the name of who requested
 * the run, with what they may do now. Throws RemoteRefused when they can do nothing any more.
 */
export function sendingOwn({ ctx, engine }: Pick<Drive, "ctx" | "engine">, run: RunRow, call: CallRow): Send {
  return async (address, options = {}) => {
    if (!URL.canParse(address) || !liesUnder(address, new URL("/v1", engine.url).href))
      return engine.tools.send(address, options);
    const [path = ""] = address.split(/[?#]/);
    if (STEPS_UP.test(path))
      throw new RemoteRefused(
        "An address of the portal's own API must not hold the steps . and .. in its path.",
      );
    const method = options.method ?? "GET";
    const headers = new Headers(options.headers);
    headers.delete("authorization");
    // What executes an action executes it once, however often the call is made.
    if (method !== "GET" && !headers.has("idempotency-key")) headers.set("idempotency-key", call.callId);
    const body = options.body === undefined ? undefined : String(options.body);
    const as: Context = { actor: await requesterOf(ctx, run), origin: "API", requestId: newId(), db: ctx.db };
    const url = new URL(address);
    // What it writes is the run's: so it stands on its page, and automations that set one another off are noticed.
    if (method !== "GET" && WRITES_ENTITIES.test(url.pathname) && !url.searchParams.has("run_id"))
      url.searchParams.set("run_id", run.id);
    const response = await engine.ownApi(as, new Request(url, { method, headers, body }));
    const answer = Buffer.from(await response.arrayBuffer());
    if (options.maxBytes !== undefined && answer.length > options.maxBytes)
      throw new Limit(`The portal answered with more than ${options.maxBytes} bytes.`, "size");
    return { status: response.status, headers: Object.fromEntries(response.headers), body: answer };
  };
}

/** Who requested a run, with what they may do now. */
async function requesterOf(ctx: Context, run: RunRow): Promise<Actor> {
  if (run.requesterKind === "system") return { kind: "system", name: run.requesterName };
  const actor =
    run.requesterKind === "client"
      ? await actorOfClient(ctx, run.requesterId)
      : await actorOfUser(ctx, run.requesterEmail ?? "");
  if (!actor)
    throw new RemoteRefused(
      `${run.requesterName} requested this run and may do nothing any more, so the portal's own API takes nothing in their name.`,
    );
  return actor;
}
