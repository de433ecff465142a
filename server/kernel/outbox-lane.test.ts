import type { Sql } from "postgres";
import { describe, expect, it } from "vitest";
import type { Delivered } from "./outbox";
import { runOutbox } from "./outbox-lane";

/** A connection by which the test tells of events. */
function connection() {
  let tell: (text: string) => void = () => undefined;
  const sql = {
    listen: (_: string, onNotify: (text: string) => void, onListen?: () => void) => {
      tell = onNotify;
      onListen?.();
      return Promise.resolve({ state: {}, unlisten: () => Promise.resolve() });
    },
  } as unknown as Pick<Sql, "listen">;
  return { sql, tell: () => tell("") };
}

const nothing: Delivered = { more: false, failed: [] };

describe("the lane of events", () => {
  it("goes on while there are events, and takes what it is told of", async () => {
    const { sql, tell } = connection();
    let left = 3;
    let delivered = 0;
    const lane = runOutbox(sql, async () => {
      if (left === 0) return nothing;
      left -= 1;
      delivered += 1;
      return { more: left > 0, failed: [] };
    });
    await expect.poll(() => delivered).toBe(3);
    left = 2;
    tell();
    await expect.poll(() => delivered).toBe(5);
    await lane.stop();
  });

  it("leaves an event alone for a while that could not be delivered", async () => {
    const { sql } = connection();
    const asked: (readonly number[])[] = [];
    const lane = runOutbox(
      sql,
      async (except) => {
        asked.push(except);
        return except.includes(7) ? nothing : { more: true, failed: [7] };
      },
      1,
    );
    await expect.poll(() => asked.length).toBeGreaterThan(1);
    expect(asked.slice(0, 2)).toEqual([[], [7]]);
    await lane.stop();
  });

  it("takes by another loop what it is told of while one takes long", async () => {
    const { sql, tell } = connection();
    let begun = 0;
    let finish: () => void = () => undefined;
    const slow = new Promise<void>((resolve) => (finish = resolve));
    const lane = runOutbox(sql, async () => {
      begun += 1;
      if (begun === 1) await slow;
      return nothing;
    });
    await expect.poll(() => begun).toBeGreaterThan(1);
    const before = begun;
    tell();
    await expect.poll(() => begun).toBeGreaterThan(before);
    finish();
    await lane.stop();
  });

  it("goes on after the database was away, and ends when it is told to", async () => {
    const { sql, tell } = connection();
    let calls = 0;
    const lane = runOutbox(
      sql,
      async () => {
        calls += 1;
        if (calls === 1) throw new Error("no connection");
        return nothing;
      },
      1,
    );
    await expect.poll(() => calls).toBeGreaterThan(0);
    tell();
    await expect.poll(() => calls).toBeGreaterThan(1);
    await lane.stop();
    const before = calls;
    tell();
    expect(calls).toBe(before);
  });
});
