import { expect, it } from "vitest";
import { retryDelay } from "./backoff";

it("doubles up to five minutes, and takes up to a half off by chance", () => {
  expect([1, 2, 3, 20].map((attempts) => retryDelay(attempts, 0))).toEqual([2, 4, 8, 300]);
  expect(retryDelay(1, 1)).toBe(1);
});
