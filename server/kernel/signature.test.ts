import { createHmac } from "node:crypto";
import { expect, it } from "vitest";
import { signatureHeaders, standardWebhookHeaders } from "./signature";

it("signs time and body together, and says nothing without a secret", () => {
  const headers = signatureHeaders("secret-of-16-chars", '{"a":1}', 1700000000);
  const expected = createHmac("sha256", "secret-of-16-chars").update('1700000000.{"a":1}').digest("base64");
  expect(headers).toEqual({ "x-port-timestamp": "1700000000", "x-port-signature": `v1,${expected}` });
  expect(signatureHeaders(undefined, "x", 1)).toEqual({});
});

it("signs after Standard Webhooks with the id, and reads a key that is written in base64", () => {
  const key = Buffer.from("0123456789abcdef0123456789abcdef");
  const expected = createHmac("sha256", key).update("call-1.1700000000.{}").digest("base64");
  for (const secret of [key.toString(), `whsec_${key.toString("base64")}`])
    expect(standardWebhookHeaders(secret, "call-1", "{}", 1700000000)).toEqual({
      "webhook-id": "call-1",
      "webhook-timestamp": "1700000000",
      "webhook-signature": `v1,${expected}`,
    });
  expect(standardWebhookHeaders(undefined, "call-1", "{}", 1)).toEqual({
    "webhook-id": "call-1",
    "webhook-timestamp": "1",
  });
});
