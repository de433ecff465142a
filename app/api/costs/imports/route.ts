import { Readable } from "node:stream";
import type { ReadableStream as NodeReadableStream } from "node:stream/web";
import { answerFault } from "@/server/api/fault";
import { receiveBill } from "@/server/cost/service/billing/imports";
import { contextFromRequest } from "@/server/identity/request";
import { Invalid } from "@/server/kernel/errors";

/** Takes in a bill that an administrator chose in the browser: the file is the body, and is written away as it comes. */
export async function POST(request: Request) {
  try {
    const ctx = await contextFromRequest(request, { origin: "UI", file: true });
    const search = new URL(request.url).searchParams;
    if (!request.body) throw Invalid.at(["file"], "The file is missing.");
    const bill = await receiveBill(
      ctx,
      {
        source: search.get("source") ?? "",
        fileName: search.get("fileName") ?? undefined,
        currency: search.get("currency") || null,
      },
      Readable.fromWeb(request.body as NodeReadableStream),
    );
    return Response.json({ id: bill.id }, { status: 202 });
  } catch (error) {
    return answerFault(error, request);
  }
}
