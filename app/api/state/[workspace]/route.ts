import { readState, writeState } from "@/server/runs/service/state-protocol";
import { answerTerraform, bodyOf, hardened, type StateRoute } from "../answer";

/** The newest state; 204 when there is none yet. */
export function GET(request: Request, route: StateRoute): Promise<Response> {
  return answerTerraform(request, route, async (ctx, access) => {
    const state = await readState(ctx, access);
    if (!state) return new Response(null, { status: 204 });
    const headers = {
      "Content-Type": "application/json",
      "Content-MD5": state.md5,
    };
    return new Response(new Uint8Array(state.body), { headers });
  });
}

/** Stores a state under the lock named by `?ID=`. */
export function POST(request: Request, route: StateRoute): Promise<Response> {
  return answerTerraform(request, route, async (ctx, access) => {
    const lockId = new URL(request.url).searchParams.get("ID");
    await writeState(ctx, access, {
      lockId,
      body: await bodyOf(request),
      md5: request.headers.get("content-md5"),
    });
    return new Response(null, { status: 200 });
  });
}

/** A state is never deleted: its versions are the history of what was built. */
export function DELETE(): Response {
  const message = "A state cannot be deleted. Destroy its resources instead.";
  return hardened(Response.json({ message }, { status: 405, headers: { Allow: "GET, POST" } }));
}
