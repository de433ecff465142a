import { describe, expect, it } from "vitest";
import { foreignChange, ownOrigins } from "./origin";

const own = ownOrigins("https://portal.example.com");
const json = "application/json; charset=utf-8";

describe("a change authorised by a cookie", () => {
  it.each([
    ["https://portal.example.com", "same-origin", json],
    ["https://portal.example.com", null, "application/json"],
    ["https://portal.example.com", "none", null],
  ])("passes from %j, %j, %j", (origin, fetchSite, contentType) => {
    expect(foreignChange({ origin, fetchSite, contentType }, own)).toBeNull();
  });

  const origins = [
    "https://evil.example",
    "null",
    null,
    "http://portal.example.com",
    "https://portal.example.com:444",
    "https://portal.example.com.evil.example",
  ];
  const types = [
    "application/json",
    "text/plain",
    "multipart/form-data; boundary=x",
    "application/x-www-form-urlencoded",
    null,
  ];
  it.each(origins.flatMap((origin) => types.map((type) => [origin, type] as const)))(
    "is refused from %j as %j",
    (origin, contentType) => {
      expect(foreignChange({ origin, fetchSite: null, contentType }, own)).toMatch(/origin|another site/);
    },
  );

  it.each(["text/plain", "multipart/form-data", "application/x-www-form-urlencoded", "application/jsonp"])(
    "is refused as %j even from the portal",
    (contentType) => {
      expect(
        foreignChange({ origin: "https://portal.example.com", fetchSite: "same-origin", contentType }, own),
      ).toMatch(/content type/);
    },
  );

  it.each(["cross-site", "same-site", "nonsense"])("is refused when the browser says %j", (fetchSite) => {
    expect(
      foreignChange({ origin: "https://portal.example.com", fetchSite, contentType: json }, own),
    ).toMatch(/another site/);
  });

  it("knows loopback by its three names, with the port", () => {
    expect([...ownOrigins("http://127.0.0.1:3000")].sort()).toEqual([
      "http://127.0.0.1:3000",
      "http://[::1]:3000",
      "http://localhost:3000",
    ]);
    expect([...ownOrigins("https://portal.example.com/")]).toEqual(["https://portal.example.com"]);
  });
});
