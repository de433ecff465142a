import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { signatureHeaders } from "./signature";

it("signs time and body together, and says nothing without a secret", () => {
  const headers = signatureHeaders("secret-of-16-chars", '{"a":1}', 1700000000);
  const expected = createHmac("sha256", "secret-of-16-chars").update('1700000000.{"a":1}').digest("base64");
  expect(headers).toEqual({ "x-port-timestamp": "1700000000", "x-port-signature": `v1,${expected}` });
  expect(signatureHeaders(undefined, "x", 1)).toEqual({});
});
