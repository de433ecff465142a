import { describe, expect, it } from "vitest";
import { isWithin, nextPage, progressOf, waitOf } from "./backfill";

const now = new Date("2026-03-02T10:00:00Z");
const epoch = (text: string) => String(Date.parse(text) / 1000);

describe("how long a vendor asks to wait", () => {
  it.each([
    ["seconds", 429, { "retry-after": "30" }, "2026-03-02T10:00:30.000Z"],
    ["a date", 503, { "retry-after": "Mon, 02 Mar 2026 10:05:00 GMT" }, "2026-03-02T10:05:00.000Z"],
    ["GitHub's secondary limit", 403, { "retry-after": "60" }, "2026-03-02T10:01:00.000Z"],
    [
      "GitHub's quota",
      403,
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": epoch("2026-03-02T10:20:00Z") },
      "2026-03-02T10:20:00.000Z",
    ],
    [
      "the last request of the quota, which was answered",
      200,
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": epoch("2026-03-02T10:20:00Z") },
      "2026-03-02T10:20:00.000Z",
    ],
    [
      "GitLab's quota",
      429,
      { "ratelimit-remaining": "0", "ratelimit-reset": epoch("2026-03-02T10:00:40Z") },
      "2026-03-02T10:00:40.000Z",
    ],
    ["no word", 429, {}, "2026-03-02T10:01:00.000Z"],
    ["a year", 429, { "retry-after": "31536000" }, "2026-03-02T12:00:00.000Z"],
    [
      "a quota that is over already",
      200,
      { "x-ratelimit-remaining": "0", "x-ratelimit-reset": "1" },
      "2026-03-02T10:00:01.000Z",
    ],
  ])("%s", (_name, status, headers, expected) => {
    expect(waitOf(status, headers, now)?.toISOString()).toBe(expected);
  });

  it("not at all", () => {
    expect(waitOf(200, { "x-ratelimit-remaining": "10" }, now)).toBeNull();
    expect(waitOf(403, {}, now)).toBeNull();
    expect(waitOf(500, {}, now)).toBeNull();
  });
});

it("the next page is found among the links", () => {
  const link =
    '<https://api.github.com/x?page=1>; rel="prev", <https://api.github.com/x?a=1,2&page=3>; rel="next"';
  expect(nextPage({ link })).toBe("https://api.github.com/x?a=1,2&page=3");
  expect(nextPage({ link: '<https://api.github.com/x?page=1>; rel="last"' })).toBeNull();
  expect(nextPage({})).toBeNull();
});

it("credentials are for the addresses below their API alone", () => {
  expect(isWithin("https://git.example/api/v4/projects", "https://git.example/api/v4")).toBe(true);
  for (const other of [
    "https://evil.example/api/v4/x",
    "http://git.example/api/v4/x",
    "https://git.example/api/v40/x",
    "https://git.example/api/v4/../../x",
    "nonsense",
  ])
    expect(isWithin(other, "https://git.example/api/v4")).toBe(false);
});

it("progress is the share of parts that are done", () => {
  expect(progressOf({ repository: 1, part: 1, page: null }, 2, 3)).toBeCloseTo(4 / 6);
  expect(progressOf({ repository: 2, part: 0, page: null }, 2, 3)).toBe(1);
});
