import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { keepAlive } from "./drive";

const timing = { leaseSeconds: 20, renewMs: 4_000, selfFenceMs: 15_000, pollMs: 50 };

describe("keeping a claim", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setInterval", "clearInterval", "performance"] }));
  afterEach(() => void vi.useRealTimers());

  const keep = (renew: () => Promise<boolean>) => {
    const lost = vi.fn();
    const stop = keepAlive(renew, { timing }, performance.now(), lost);
    return { lost, stop };
  };

  it("holds for as long as it is renewed", async () => {
    const { lost, stop } = keep(() => Promise.resolve(true));
    await vi.advanceTimersByTimeAsync(3_600_000);
    expect(lost).not.toHaveBeenCalled();
    stop();
  });

  it("ends by this process's own clock when the database does not answer, before another may claim", async () => {
    const { lost } = keep(() => new Promise<boolean>(() => undefined));
    await vi.advanceTimersByTimeAsync(timing.selfFenceMs - 1_000);
    expect(lost).not.toHaveBeenCalled();
    await vi.advanceTimersByTimeAsync(2_000);
    expect(lost).toHaveBeenCalledOnce();
    expect(timing.selfFenceMs + 2_000).toBeLessThan(timing.leaseSeconds * 1_000);
  });

  it("outlives renewals that fail for a while", async () => {
    let calls = 0;
    const { lost, stop } = keep(() =>
      ++calls % 3 ? Promise.reject(new Error("gone")) : Promise.resolve(true),
    );
    await vi.advanceTimersByTimeAsync(120_000);
    expect(lost).not.toHaveBeenCalled();
    stop();
  });

  it("ends at once when another has claimed", async () => {
    const { lost } = keep(() => Promise.resolve(false));
    await vi.advanceTimersByTimeAsync(timing.renewMs);
    expect(lost).toHaveBeenCalledOnce();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lost).toHaveBeenCalledOnce();
  });

  it("is silent once it was given back", async () => {
    const { lost, stop } = keep(() => Promise.resolve(false));
    stop();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(lost).not.toHaveBeenCalled();
  });
});
