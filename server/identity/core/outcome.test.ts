import { describe, expect, it } from "vitest";
import { providerFault, signInFault } from "./outcome";

const OWN = "https://portal.example.com";

describe("the outcome of a sign-in", () => {
  it.each([
    ["/api/auth/error?error=limit%3A37", "limit", 37],
    ["/api/auth/error?error=CredentialsSignin&provider=credentials", "unauthenticated", undefined],
    ["/api/auth/error?error=AccessDenied", "forbidden", undefined],
    ["/api/auth/error?error=unavailable", "unavailable", 5],
    ["/api/auth/error?error=anything", "unavailable", 5],
    ["/api/auth/signin?csrf=true", "forbidden", undefined],
    ["/sign-in?error=refused", "forbidden", undefined],
  ])("at %j is %j", (target, code, retryAfterSeconds) => {
    expect(signInFault(OWN + target, OWN)).toMatchObject({
      code,
      details: retryAfterSeconds ? { retryAfterSeconds } : {},
    });
  });

  it.each(["/", "/catalog?error=1", "/runs/r_1?csrf=true"])("at %j is a success", (target) => {
    expect(signInFault(OWN + target, OWN)).toBeNull();
  });

  it("is told in our words, never in those of the address", () => {
    for (const code of ["refused", "OAuthCallback", "Call 0900-EVIL", "__proto__"])
      expect(providerFault(code)).not.toContain("EVIL");
    for (const none of [undefined, null, "", ["a"]]) expect(providerFault(none)).toBeNull();
  });
});
