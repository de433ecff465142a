import { describe, expect, it } from "vitest";
import { ResultsCache } from "./results-cache";

const of = (...results: string[]) => Promise.resolve(results);

describe("a cache of results", () => {
  it("knows an answer of the version that it is of, and of no other", async () => {
    const cache = new ResultsCache<string>(10);
    cache.set("a", "1", of("x"));
    expect(await cache.get("a", "1")).toEqual(["x"]);
    expect(cache.get("a", "2")).toBeUndefined();
    cache.set("a", "2", of("y"));
    expect(cache.get("a", "1")).toBeUndefined();
    expect(await cache.get("a", "2")).toEqual(["y"]);
  });

  it("forgets what was longest unused when there is too much", async () => {
    const cache = new ResultsCache<string>(4);
    for (const key of ["a", "b"]) cache.set(key, "1", of(key, key));
    await cache.get("b", "1");
    await cache.get("a", "1");
    cache.set("c", "1", of("c", "c"));
    await cache.get("c", "1");
    expect(cache.get("b", "1")).toBeUndefined();
    expect(await cache.get("a", "1")).toEqual(["a", "a"]);
    expect(await cache.get("c", "1")).toEqual(["c", "c"]);
  });

  it("keeps no failure, and drops only the version that it is told", async () => {
    const cache = new ResultsCache<string>(4);
    const failure = Promise.reject(new Error("no connection"));
    cache.set("a", "1", failure);
    await expect(failure).rejects.toThrow("no connection");
    expect(cache.get("a", "1")).toBeUndefined();
    cache.set("a", "3", of("x"));
    cache.drop("a", "2");
    expect(await cache.get("a", "3")).toEqual(["x"]);
    cache.drop("a", "3");
    expect(cache.get("a", "3")).toBeUndefined();
  });
});
