import { answerFault } from "@/server/api/fault";
import { contextFromRequest } from "@/server/identity/request";
import { checkPermission } from "@/server/kernel/permissions";
import { logFile } from "@/server/runs/service/log-file";

/** The whole log of a run as a file to keep, for those who may see the run. */
export async function GET(request: Request, { params }: { params: Promise<{ run: string }> }) {
  try {
    const { run } = await params;
    const ctx = await contextFromRequest(request, { origin: "UI" });
    checkPermission(ctx.actor, "runs.read");
    const text = await logFile(ctx, run);
    return new Response(streamOf(text), {
      headers: {
        "Content-Type": "text/plain; charset=utf-8",
        "Content-Disposition": `attachment; filename="${run.replace(/[^\w-]/g, "")}.log"`,
        "Cache-Control": "no-store",
      },
    });
  } catch (error) {
    return answerFault(error, request);
  }
}

/** Reads the next part when the receiver has room for it, and no more once they have gone. */
function streamOf(text: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { done, value } = await text.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    cancel: async () => void (await text.return(undefined)),
  });
}
