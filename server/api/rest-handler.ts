import { contextFromRequest } from "@/server/identity/request";
import { withLimitedBody } from "./body";
import { answerFault } from "./fault";
import { restApp } from "./rest-app";

const app = restApp((request) => contextFromRequest(request, { origin: "API" }));

/** Answers a request under /v1, whoever serves it: the production server directly, or Next in development. */
export async function handleRest(request: Request): Promise<Response> {
  try {
    return await app.fetch(await withLimitedBody(request));
  } catch (error) {
    return answerFault(error, request);
  }
}
