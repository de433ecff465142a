import { describe, expect, test } from "vitest";
import { readFailure, shouldRetry } from "./domain-error";

const domain = (code: string, extra: object = {}) => ({
  name: "TRPCClientError",
  message: "x",
  data: { domain: { code, message: "Said so.", requestId: "req_1", ...extra } },
});

describe("readFailure", () => {
  test.each([
    "not_found",
    "forbidden",
    "unauthenticated",
    "conflict",
    "invalid",
    "precondition",
    "limit",
    "unavailable",
  ])("keeps %s", (code) => {
    expect(readFailure(domain(code))).toMatchObject({ code, message: "Said so.", requestId: "req_1" });
  });

  test("keeps well-formed issues and drops the rest", () => {
    const failure = readFailure(
      domain("invalid", {
        issues: [{ path: ["a", 0, null], message: "Too long" }, { path: "a" }, null, { message: "No path" }],
      }),
    );
    expect(failure.issues).toEqual([
      { path: ["a", 0], message: "Too long" },
      { path: [], message: "No path" },
    ]);
  });

  test("an answerless call is a network failure", () => {
    expect(readFailure({ name: "TRPCClientError", message: "fetch failed" })).toMatchObject({
      code: "network",
      retryable: true,
    });
  });

  test("an unexpected error keeps the server's own words and the request id", () => {
    expect(readFailure(domain("unexpected"))).toMatchObject({
      code: "unknown",
      message: "Said so.",
      requestId: "req_1",
      retryable: true,
    });
  });

  test("text that the server did not vouch for is not shown", () => {
    for (const error of [
      new Error("password=hunter2"),
      "boom",
      null,
      undefined,
      domain("toString"),
      { data: { domain: "x" } },
    ]) {
      const failure = readFailure(error);
      expect(failure.code).toBe("unknown");
      expect(failure.message).not.toContain("hunter2");
    }
  });
});

describe("shouldRetry", () => {
  test("only what can heal by itself, and twice", () => {
    expect(shouldRetry(0, domain("unavailable"))).toBe(true);
    expect(shouldRetry(1, { name: "TRPCClientError" })).toBe(true);
    expect(shouldRetry(2, domain("unavailable"))).toBe(false);
    for (const code of ["forbidden", "not_found", "invalid", "conflict"])
      expect(shouldRetry(0, domain(code))).toBe(false);
  });
});
