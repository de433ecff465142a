import type { Actor, Context } from "@/server/kernel/context";
import { Unauthenticated } from "@/server/kernel/errors";
import { sha256 } from "@/server/kernel/secrets";
import { runIdOfToken } from "@/server/runs/store/calls";
import { REPORT_TOKEN } from "./tokens";

/**
 * Who a token of a run stands for: somebody who may read and report on that run, and nothing else. Null when the header holds
 * no such token. Throws Unauthenticated for one that is not good, or whose run is over.
 */
export async function actorOfRunToken(
  ctx: Pick<Context, "db">,
  authorization: string | null,
): Promise<Actor | null> {
  const token = /^Bearer +([\x21-\x7e]{1,500})$/i.exec(authorization ?? "")?.[1];
  if (!token?.startsWith(REPORT_TOKEN)) return null;
  const runId = await runIdOfToken(ctx.db, sha256(token));
  if (!runId)
    throw new Unauthenticated(
      "The token of the run is not valid, or its run is over. A new run gets a new one.",
    );
  return {
    kind: "client",
    id: `run:${runId}`,
    name: `Backend of ${runId}`,
    role: "member",
    ownerId: null,
    reportsOn: runId,
  };
}
