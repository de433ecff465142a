import { withLimitedBody } from "@/server/api/body";
import { answerFault } from "@/server/api/fault";
import { restApp } from "@/server/api/rest-app";
import { contextFromRequest } from "@/server/identity/context";

const app = restApp((request) => contextFromRequest(request, { origin: "API" }));

async function handle(request: Request): Promise<Response> {
  try {
    return await app.fetch(await withLimitedBody(request));
  } catch (error) {
    return answerFault(error, request);
  }
}

export { handle as DELETE, handle as GET, handle as PATCH, handle as POST, handle as PUT };
