import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { createHmac } from "node:crypto";
import { delaySeconds } from "./backoff";
import { mailHtml, mailText, slackMessage, slackText, webhookBody } from "./messages";
import { isFromSlack, standardHeaders } from "./signatures";

const content = {
  subject: "Approval needed: <Orders>",
  text: "Destroys 1 & adds 2",
  link: "/approvals?run=r_1",
  data: { runId: "r_1" },
  actions: [
    { kind: "approve" as const, label: "Approve", runId: "r_1", subjectHash: "h" },
    { kind: "decline" as const, label: "Decline", runId: "r_1", subjectHash: "h" },
  ],
};
const address = "https://waymark.example/approvals?run=r_1";

describe("a signature of Slack", () => {
  // The example of Slack's documentation.
  const secret = "8f742231b10e8888abcd99yyyzzz85a5";
  const body =
    "token=xyzz0WbapA4vBCDEFasx0q6G&team_id=T1DC2JH3J&team_domain=testteamnow&channel_id=G8PSS9T3V&channel_name=foobar&user_id=U2CERLKJA&user_name=roadrunner&command=%2Fwebhook-collect&text=&response_url=https%3A%2F%2Fhooks.slack.com%2Fcommands%2FT1DC2JH3J%2F397700885554%2F96rGlfmibIGlgcZRskXaIFfN&trigger_id=398738663015.47445629121.803a0bc887a14d10d2c447fce8b6703c";
  const headers = {
    timestamp: "1531420618",
    signature: "v0=a2114d57b48eac39b9ad189dd8316235a7b4a8d21a10bd27519666489c69b503",
  };
  it("is known by the raw body, for five minutes", () => {
    expect(isFromSlack(secret, headers, body, 1531420618)).toBe(true);
    expect(isFromSlack(secret, headers, body, 1531420618 + 300)).toBe(true);
    expect(isFromSlack(secret, headers, body, 1531420618 + 301)).toBe(false);
    expect(isFromSlack(secret, headers, body, 1531420618 - 301)).toBe(false);
    expect(isFromSlack(secret, headers, `${body}&x=1`, 1531420618)).toBe(false);
    expect(isFromSlack("another", headers, body, 1531420618)).toBe(false);
    expect(isFromSlack(secret, { timestamp: null, signature: null }, body, 1531420618)).toBe(false);
    expect(isFromSlack(secret, { ...headers, timestamp: "soon" }, body, 1531420618)).toBe(false);
    expect(isFromSlack(secret, { ...headers, signature: "" }, body, 1531420618)).toBe(false);
  });
});

it("signs as Standard Webhooks do, and not at all without a secret", () => {
  // The example of the specification's reference libraries.
  const headers = standardHeaders(
    "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
    "msg_p5jXN8AQM9LWM0D4loKWxJek",
    1614265330,
    '{"test": 2432232314}',
  );
  expect(headers["webhook-signature"]).toBe("v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=");
  const plain = createHmac("sha256", "plain text").update("id.1.{}").digest("base64");
  expect(standardHeaders("plain text", "id", 1, "{}")["webhook-signature"]).toBe(`v1,${plain}`);
  expect(standardHeaders(undefined, "id", 1, "{}")).toEqual({ "webhook-id": "id", "webhook-timestamp": "1" });
});

it("waits longer after each failure, by chance, and never more than three hours", () => {
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.double({ min: 0, max: 1, noNaN: true }),
      (attempts, random) => {
        const seconds = delaySeconds(attempts, random);
        expect(seconds).toBeGreaterThanOrEqual(7);
        expect(seconds).toBeLessThanOrEqual(3 * 3600);
      },
    ),
  );
  expect([1, 2, 3].map((n) => delaySeconds(n, 0))).toEqual([15, 30, 60]);
  expect(delaySeconds(1, 1)).toBe(8);
});

describe("a message", () => {
  it("of Slack has buttons that name the request and the plan, and none once it is closed", () => {
    const open = JSON.stringify(slackMessage(content, address));
    expect(open).toContain("waymark_approve");
    expect(open).toContain("&lt;Orders&gt;");
    const closed = JSON.stringify(slackMessage(content, address, "Approved."));
    expect(closed).not.toContain("waymark_approve");
    expect(closed).toContain("Approved.");
    expect(slackText("<!channel> & co")).toBe("&lt;!channel&gt; &amp; co");
  });

  it("links to the page of the request alone: opening a link decides nothing", () => {
    const all = [
      mailText(content, address),
      mailHtml(content, address),
      JSON.stringify(slackMessage(content, address)),
      webhookBody({ id: "1", topic: "approval.requested", createdAt: new Date(0), content }, address),
    ].join("\n");
    const links = [...all.matchAll(/https?:\/\/[^\s"'<>\\]+/g)].map(([link]) =>
      link.replaceAll("&amp;", "&"),
    );
    expect(new Set(links)).toEqual(new Set([address]));
  });
});
