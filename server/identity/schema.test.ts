import { describe, expect, it } from "vitest";
import { email } from "./schema";

describe("an e-mail address", () => {
  it.each([
    [" Ada.Lovelace+demo@Example.COM ", "ada.lovelace+demo@example.com"],
    ["a@b.io", "a@b.io"],
    ["dev_ops-1@mail.example.co.uk", "dev_ops-1@mail.example.co.uk"],
  ])("%j is kept as %j", (given, kept) => expect(email.parse(given)).toBe(kept));

  it.each([
    "a@b",
    "a@b@c.example",
    '"a@evil.example"@example.com',
    '"a b"@example.com',
    "a@example.com,b@evil.example",
    "a@example.com;b@evil.example",
    "a@example.com b@evil.example",
    "a@example.com\nbcc:b@evil.example",
    "a＠example.com",
    "a﹫example.com",
    "ⓐ@example.com",
    "\u212Aim@example.com",
    "a@exämple.com",
    "a@example.com\u0000",
    "<a@example.com>",
    "Ada <a@example.com>",
    ".a@example.com",
    "a..b@example.com",
    "a@-example.com",
    "a@example..com",
    "a(comment)@example.com",
    "a@[127.0.0.1]",
    `${"a".repeat(250)}@example.com`,
    "",
    ["a@example.com"],
    { toString: () => "a@example.com" },
    7,
    null,
  ])("%j is refused", (given) => expect(email.safeParse(given).success).toBe(false));
});
