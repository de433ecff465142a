import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { callbackPath } from "./callback-url";

const OWN = "https://portal.example.com";

describe("the way back after sign-in", () => {
  it.each([
    ["/", "/"],
    ["/catalog", "/catalog"],
    ["/catalog/service?q=a%20b#runs", "/catalog/service?q=a%20b#runs"],
    [`${OWN}/runs/r_1`, "/runs/r_1"],
    ["/actions/a?next=//evil.example", "/actions/a?next=//evil.example"],
  ])("keeps %j", (wanted, path) => expect(callbackPath(wanted, OWN)).toBe(path));

  it.each([
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/.//evil.example",
    "/x/..//evil.example",
    "https:evil.example",
    "https:/evil.example",
    "https://evil.example",
    "//evil.example/%2f..",
    "/%2f%2fevil.example",
    "/%2Fevil.example",
    "/%5cevil.example",
    "%2f%2fevil.example",
    "https://portal.example.com@evil.example/",
    "https://portal.example.com.evil.example/",
    "https://user@portal.example.com/",
    "http://portal.example.com/",
    "https://portal.example.com:8443/",
    "/\t/evil.example",
    "/\n/evil.example",
    "\t//evil.example",
    " //evil.example",
    "java\nscript:alert(1)",
    "javascript:alert(1)",
    "data:text/html,x",
    "catalog",
    "",
    "/api/auth/signout",
    "/sign-in?callbackUrl=/sign-in",
    `/${"a".repeat(3000)}`,
    undefined,
    null,
    7,
    ["/catalog"],
    { toString: () => "/catalog" },
  ])("turns %j into the start page", (wanted) => expect(callbackPath(wanted, OWN)).toBe("/"));

  it("never leaves the portal, whatever it is given", () => {
    const pieces = fc.constantFrom(
      "/",
      "\\",
      "//",
      ".",
      "..",
      "@",
      ":",
      "%2f",
      "\t",
      "\n",
      " ",
      "evil.example",
      "https:",
      "http://",
      OWN,
      "?",
      "#",
      "ⓔ",
      "。",
    );
    fc.assert(
      fc.property(fc.array(fc.oneof(pieces, fc.string({ maxLength: 4 })), { maxLength: 8 }), (parts) => {
        const path = callbackPath(parts.join(""), OWN);
        expect(path).toMatch(/^\/(?![/\\])/);
        expect(new URL(path, OWN).origin).toBe(OWN);
      }),
      { numRuns: 2000 },
    );
  });
});
