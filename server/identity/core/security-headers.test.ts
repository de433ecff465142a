import { describe, expect, it } from "vitest";
import { contentSecurityPolicy, isAsset, needsSession, securityHeaders } from "./security-headers";

const production = { secure: true, development: false };

describe("the content security policy", () => {
  const policy = contentSecurityPolicy("abc", production);
  const directive = (name: string) => policy.split("; ").find((part) => part.startsWith(`${name} `));

  it("lets scripts run by nonce only", () => {
    expect(directive("script-src")).toBe("script-src 'self' 'nonce-abc' 'strict-dynamic'");
    expect(policy).not.toContain("unsafe-eval");
    expect(directive("script-src")).not.toContain("unsafe-inline");
  });

  it("lets nothing frame the portal, rebase it or take its forms", () => {
    for (const part of [
      "default-src 'self'",
      "object-src 'none'",
      "base-uri 'none'",
      "frame-ancestors 'none'",
      "form-action 'self'",
    ])
      expect(policy.split("; ")).toContain(part);
  });

  it("asks for https only where there is https", () => {
    expect(securityHeaders(production)).toHaveProperty("Strict-Transport-Security");
    expect(securityHeaders({ ...production, secure: false })).not.toHaveProperty("Strict-Transport-Security");
    expect(contentSecurityPolicy("abc", { ...production, secure: false })).not.toContain(
      "upgrade-insecure-requests",
    );
  });
});

describe("paths", () => {
  it.each([
    "/",
    "/catalog",
    "/runs/r_1",
    "/signin",
    "/settings",
    "/sign-internal",
    "/apidocs",
    "/v10",
    "/x/api/y",
    "/nowhere",
  ])("%j needs a session", (path) => {
    expect(needsSession(path)).toBe(true);
  });

  it.each([
    "/sign-in",
    "/s/wsv_token",
    "/api/trpc/x",
    "/v1/openapi.json",
    "/_next/static/a.js",
    "/icon.svg",
    "/.env",
    "/.git/config",
  ])("%j decides by itself", (path) => {
    expect(needsSession(path)).toBe(false);
  });

  it("only compiled files are the same for everybody", () => {
    expect(isAsset("/_next/static/chunks/a.js")).toBe(true);
    expect(isAsset("/catalog/icon.svg")).toBe(false);
    expect(isAsset("/_next/data/x.json")).toBe(false);
  });
});
