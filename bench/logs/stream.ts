import superjson from "superjson";
import type { Session } from "../session";

export interface FollowedStream {
  /** Resolves when the server has ended the stream. */
  ended: Promise<void>;
  /** How much has come so far. */
  bytes(): number;
  stop(): void;
}

/** Reads the stream that the page of a run reads, as fast as it comes; `hear` gets its text line by line. */
export async function follow(
  session: Session,
  runId: string,
  hear: (line: string) => void,
): Promise<FollowedStream> {
  const stopping = new AbortController();
  const input = encodeURIComponent(JSON.stringify(superjson.serialize({ runId })));
  const response = await session.request(`/api/trpc/runs.follow?input=${input}`, {
    headers: { accept: "text/event-stream" },
    signal: stopping.signal,
  });
  let bytes = 0;
  const reading = (async () => {
    const decoder = new TextDecoder();
    let held = "";
    for await (const chunk of response.body as unknown as AsyncIterable<Uint8Array>) {
      bytes += chunk.length;
      const lines = (held + decoder.decode(chunk, { stream: true })).split("\n");
      held = lines.pop() ?? "";
      lines.forEach(hear);
    }
  })().catch((error: unknown) => {
    if (!stopping.signal.aborted) throw error;
  });
  return { ended: reading, bytes: () => bytes, stop: () => stopping.abort() };
}
