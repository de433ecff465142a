import { contextFromRequest } from "@/server/identity/request";
import { pool } from "@/db/client";
import type { Context } from "@/server/kernel/context";
import { newId } from "@/server/kernel/ids";
import { actorOfRunToken } from "@/server/runs/service/run-token";
import { withLimitedBody } from "./body";
import { answerFault } from "./fault";
import { restApp } from "./rest-app";

const app = restApp(contextOf);

/** Who asks: the token of a run is known to the runs, every other to the people and clients. */
async function contextOf(request: Request): Promise<Context> {
  const authorization = request.headers.get("authorization");
  const actor = await actorOfRunToken({ db: pool().db }, authorization);
  return actor
    ? { actor, origin: "API", requestId: newId(), db: pool().db }
    : contextFromRequest(request, { origin: "API" });
}

/** Answers a request under /v1, whoever serves it: the production server directly, or Next in development. */
export async function handleRest(request: Request): Promise<Response> {
  try {
    return await app.fetch(await withLimitedBody(request));
  } catch (error) {
    return answerFault(error, request);
  }
}
