import { lockState } from "@/server/runs/service/state-protocol";
import { answerTerraform, bodyOf, type StateRoute } from "../../answer";

/** Takes the lock; 423 with the holder's lock information when somebody has it. */
export function POST(request: Request, route: StateRoute): Promise<Response> {
  return answerTerraform(request, route, async (ctx, access) => {
    const result = await lockState(ctx, access, await bodyOf(request));
    return result.locked
      ? new Response(null, { status: 200 })
      : Response.json(result.holder, { status: 423 });
  });
}
