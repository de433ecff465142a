import { unlockState } from "@/server/runs/service/state-protocol";
import { answerTerraform, bodyOf, type StateRoute } from "../../answer";

/** Ends the run's lock; 409 with the holder's lock information when it is not the run's. */
export function POST(request: Request, route: StateRoute): Promise<Response> {
  return answerTerraform(request, route, async (ctx, access) => {
    await unlockState(ctx, access, await bodyOf(request));
    return new Response(null, { status: 200 });
  });
}
