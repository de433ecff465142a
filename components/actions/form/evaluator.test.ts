import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Evaluator } from "./evaluator";

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** An evaluator whose answers the test gives. */
function setUp() {
  const asked: { signal: AbortSignal; answer: (state: string) => void; fail: (error: Error) => void }[] = [];
  const heard: string[] = [];
  const evaluator = new Evaluator<string>(
    (signal) => new Promise((answer, fail) => asked.push({ signal, answer, fail })),
    {
      onState: (state) => heard.push(state),
      onFailure: (error) => heard.push(`failed: ${(error as Error).message}`),
    },
  );
  const at = (index: number) => asked[index] ?? expect.fail(`There was no request ${index}.`);
  return { asked, heard, evaluator, at };
}

describe("asking what follows from values", () => {
  it("waits for the end of typing, or for leaving the field", () => {
    const { asked, evaluator } = setUp();
    evaluator.changed(150);
    vi.advanceTimersByTime(100);
    evaluator.changed(150);
    vi.advanceTimersByTime(149);
    expect(asked).toHaveLength(0);
    vi.advanceTimersByTime(1);
    expect(asked).toHaveLength(1);
    evaluator.changed(150);
    evaluator.flush();
    evaluator.flush();
    expect(asked).toHaveLength(2);
    evaluator.changed(0);
    expect(asked).toHaveLength(3);
  });

  it("drops what comes about older values", async () => {
    const { heard, evaluator, at } = setUp();
    evaluator.changed(0);
    evaluator.changed(0);
    expect(at(0).signal.aborted).toBe(true);
    at(1).answer("new");
    at(0).answer("old");
    await evaluator.settled();
    expect(heard).toEqual(["new"]);
  });

  it("is settled only with the newest values", async () => {
    const { asked, heard, evaluator, at } = setUp();
    await evaluator.settled();
    evaluator.changed(150);
    const settled = vi.fn();
    const wait = evaluator.settled().then(settled);
    expect(asked).toHaveLength(1);
    evaluator.changed(150);
    at(0).answer("old");
    await vi.advanceTimersByTimeAsync(149);
    expect(settled).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(1);
    at(1).answer("new");
    await wait;
    expect(heard).toEqual(["new"]);
  });

  it("never settles on a failure, and asks again", async () => {
    const { heard, evaluator, at } = setUp();
    evaluator.changed(0);
    const wait = evaluator.settled();
    at(0).fail(new Error("no network"));
    await expect(wait).rejects.toThrow("no network");
    const again = evaluator.settled();
    at(1).answer("there");
    await again;
    expect(heard).toEqual(["failed: no network", "there"]);
  });

  it("tells who waits that the form was closed", async () => {
    const { heard, evaluator, at } = setUp();
    evaluator.changed(0);
    const wait = evaluator.settled();
    evaluator.stop();
    await expect(wait).rejects.toThrow("closed");
    at(0).answer("too late");
    expect(heard).toEqual([]);
  });
});
