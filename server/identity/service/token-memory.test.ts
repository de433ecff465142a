import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { forgetTokens, rememberedClient } from "./token-memory";

const actor = { kind: "client" as const, id: "c", name: "CI", role: "member" as const, ownerId: null };

describe("the memory of tokens", () => {
  beforeEach(() => {
    vi.useFakeTimers({ toFake: ["performance"] });
    forgetTokens();
  });
  afterEach(() => void vi.useRealTimers());

  it("asks once in half a second, and again after it or when told to forget", async () => {
    const resolve = vi.fn(() => Promise.resolve(actor));
    expect(await rememberedClient("t", resolve)).toEqual(actor);
    await rememberedClient("t", resolve);
    expect(resolve).toHaveBeenCalledTimes(1);
    vi.advanceTimersByTime(500);
    await rememberedClient("t", resolve);
    expect(resolve).toHaveBeenCalledTimes(2);
    forgetTokens();
    await rememberedClient("t", resolve);
    expect(resolve).toHaveBeenCalledTimes(3);
  });

  it("remembers no bad token, and not what was revoked while it was looked up", async () => {
    const bad = vi.fn(() => Promise.resolve(null));
    expect(await rememberedClient("bad", bad)).toBeNull();
    await rememberedClient("bad", bad);
    expect(bad).toHaveBeenCalledTimes(2);
    await rememberedClient("t", () => {
      forgetTokens();
      return Promise.resolve(actor);
    });
    const again = vi.fn(() => Promise.resolve(null));
    expect(await rememberedClient("t", again)).toBeNull();
  });
});
