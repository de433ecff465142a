import { afterAll, beforeAll, expect, it } from "vitest";
import { createSession, revokeSession } from "@/server/identity/service/sessions";
import type { Context } from "@/server/kernel/context";
import { transaction } from "@/server/kernel/transaction";
import { createRunFeed, type RunFeed } from "@/server/runs/live";
import { type Stage, stage } from "@/server/runs/testing";
import { appendEvent, lockRun } from "@/server/runs/store/runs";
import { cancelRun } from "./cancel";
import { followRun, type RunNews } from "./follow-live";

let s: Stage;
let feed: RunFeed;
beforeAll(async () => {
  s = await stage();
  feed = createRunFeed(s.database.sql);
  await feed.ready;
});
afterAll(() => s.close());

/** Everything that a reader is told from `lastEventId` until the end, or until `enough`. */
async function read(
  ctx: Context,
  runId: string,
  lastEventId: string | null,
  enough: (news: RunNews[]) => boolean = () => false,
): Promise<RunNews[]> {
  const news: RunNews[] = [];
  const stop = new AbortController();
  for await (const item of followRun(ctx, { runId, lastEventId }, feed, stop.signal)) {
    news.push(item);
    if (enough(news)) stop.abort();
  }
  return news;
}
const seqs = (news: RunNews[]) => news.flatMap((n) => n.logs.map((l) => l.seq));

it("gives every line and change once, also to a reader who comes back, and ends with the run", async () => {
  s.startSupervisor();
  await s.startWorker();
  s.script({
    apply: `i=0; while [ $i -lt 30 ]; do i=$((i+1)); echo line $i; sleep 0.02; done; printf '{}' > outputs.json`,
  });
  const { id } = await s.create("watched");
  const ctx = s.as(s.people.dev);
  const whole = read(ctx, id, null);
  const beginning = await read(ctx, id, null, (news) => seqs(news).length >= 5);
  const rest = await read(ctx, id, beginning.at(-1)!.id);
  const all = await whole;
  expect(seqs(all)).toEqual(Array.from({ length: 31 }, (_, i) => i + 1));
  expect([...seqs(beginning), ...seqs(rest)]).toEqual(seqs(all));
  const changes = (news: RunNews[]) => news.flatMap((n) => n.events.map((e) => e.seq));
  expect([...changes(beginning), ...changes(rest)]).toEqual(changes(all));
  expect(all.at(-1)?.status).toBe("succeeded");
  expect((await read(ctx, id, all.at(-1)!.id)).flatMap((n) => [...n.logs, ...n.events])).toEqual([]);
});

it("hides the run from those who may not see it", async () => {
  const { id } = await s.create("hidden");
  await expect(read(s.as(s.people.other), id, null)).rejects.toThrow(/was not found/);
  await expect(read(s.as(s.people.dev), "r_none", null)).rejects.toThrow(/was not found/);
});

it("ends within seconds of the reader's session", async () => {
  const run = await s.create("session");
  await cancelRun(s.as(s.people.dev), run.id);
  await s.database.sql`update runs set status = 'awaiting_approval', ended_at = null where id = ${run.id}`;
  const sessionId = await createSession(s.as(s.people.dev), s.people.dev.id, "password");
  const ctx = s.as({ ...s.people.dev, sessionId });
  const reading = (async () => {
    for await (const _news of followRun(ctx, { runId: run.id }, feed, new AbortController().signal, 50))
      continue;
  })();
  const outcome = reading.then(
    () => "ended",
    (error: unknown) => String(error),
  );
  await revokeSession(ctx, sessionId);
  expect(await outcome).toMatch(/session has ended/);
});

it("wakes on a change that was committed elsewhere", async () => {
  const { id } = await s.create("told");
  const watch = feed.watch(id);
  const told = watch.next(60_000, new AbortController().signal);
  await transaction(s.as(s.people.admin), async (tx) => {
    await lockRun(tx, id);
    await appendEvent(tx, id, "note");
  });
  await told;
  watch.close();
});
