import { createHmac } from "node:crypto";
import { describe, expect, it } from "vitest";
import { githubInbound } from "./github";
import { gitlabInbound } from "./gitlab";
import { HOOK_BACKENDS } from "./hook-input";
import type { Delivery } from "./message";
import { githubDelivery, gitlabDelivery } from "./testing";
import { INBOUND_BACKENDS } from "./vendors";

const SECRET = "a-secret-of-a-hook-0123";
const NOW = 1_800_000_000;

it("offers the page every vendor that there is", () => {
  expect(HOOK_BACKENDS).toEqual(INBOUND_BACKENDS);
});

/** Every way of changing one bit of a body. */
const flipped = (body: Buffer): Buffer[] =>
  Array.from({ length: Math.min(64, body.length * 8) }, (_, bit) => {
    const other = Buffer.from(body);
    const at = (bit * 7) % other.length;
    other[at] = other[at]! ^ (1 << (bit % 8));
    return other;
  });

describe("a delivery of GitHub", () => {
  it("is signed as GitHub's own documentation shows", () => {
    const delivery: Delivery = {
      headers: {
        "x-hub-signature-256": "sha256=757107ea0eb2509fc211221cce984b8a37570b6d7586c22c46f4379c8b043e17",
      },
      body: Buffer.from("Hello, World!"),
    };
    expect(githubInbound.isGenuine(delivery, ["It's a Secret to Everybody"], NOW)).toBe(true);
  });

  it("counts with one of the secrets, and not when a bit of it is another", () => {
    const delivery = githubDelivery({ id: 7 }, { secret: SECRET });
    expect(githubInbound.isGenuine(delivery, ["other-secret-000000", SECRET], NOW)).toBe(true);
    expect(githubInbound.isGenuine(delivery, ["other-secret-000000"], NOW)).toBe(false);
    expect(githubInbound.isGenuine(delivery, [], NOW)).toBe(false);
    for (const body of flipped(delivery.body))
      expect(githubInbound.isGenuine({ ...delivery, body }, [SECRET], NOW)).toBe(false);
  });

  it.each([undefined, "", "sha256=", "sha1=abc", "sha256=zz"])(
    "is nobody's with the signature %s",
    (signature) => {
      const delivery = githubDelivery({ id: 7 }, { secret: SECRET });
      const headers = { ...delivery.headers, "x-hub-signature-256": signature };
      expect(githubInbound.isGenuine({ ...delivery, headers }, [SECRET, ""], NOW)).toBe(false);
    },
  );

  it("tells how a workflow run stands, and which of ours it is", () => {
    const title = "Deploy r_ABCDEFGH12345678 by hand";
    const message = githubInbound.read(
      githubDelivery({ id: 7, display_title: title, status: "completed", conclusion: "success" }),
    );
    expect(message).toMatchObject({
      kind: "GITHUB",
      externalId: "7",
      runId: "r_ABCDEFGH12345678",
      place: "acme/shop",
      news: { state: "succeeded", links: ["https://github.example/acme/shop/actions/runs/7"] },
      at: "2026-01-01T00:01:00.000Z",
    });
  });

  it("says nothing when it is about something else, and reads a form too", () => {
    expect(githubInbound.read(githubDelivery({ id: 7 }, { event: "push" }))).toBeNull();
    const form = githubDelivery({ id: 7, status: "in_progress" }, { form: true });
    expect(githubInbound.read(form)).toMatchObject({ externalId: "7", news: { state: "waiting" } });
    expect(() => githubInbound.read({ ...form, body: Buffer.from("payload={") })).toThrow(SyntaxError);
  });
});

describe("a delivery of GitLab", () => {
  it("counts with the token, compared whole", () => {
    const delivery = gitlabDelivery({ id: 7 }, { token: SECRET });
    expect(gitlabInbound.isGenuine(delivery, [SECRET], NOW)).toBe(true);
    for (const wrong of [SECRET.slice(0, -1), `${SECRET}x`, ""])
      expect(gitlabInbound.isGenuine(gitlabDelivery({ id: 7 }, { token: wrong }), [SECRET], NOW)).toBe(false);
  });

  const key = Buffer.alloc(32, 7);
  const signing = `whsec_${key.toString("base64")}`;
  const signed = (seconds: number, change = (body: Buffer) => body): Delivery => {
    const { headers, body } = gitlabDelivery({ id: 7 }, {});
    const signature = createHmac("sha256", key).update(`msg_1.${seconds}.`).update(body).digest("base64");
    return {
      headers: {
        ...headers,
        "webhook-id": "msg_1",
        "webhook-timestamp": String(seconds),
        "webhook-signature": `v1,bad v1,${signature}`,
      },
      body: change(body),
    };
  };

  it("counts with a signature, while it is fresh", () => {
    expect(gitlabInbound.isGenuine(signed(NOW - 200), [signing], NOW)).toBe(true);
    for (const seconds of [NOW - 600, NOW + 600, NaN])
      expect(gitlabInbound.isGenuine(signed(seconds), [signing], NOW)).toBe(false);
    expect(
      gitlabInbound.isGenuine(
        signed(NOW, (body) => flipped(body)[3]!),
        [signing],
        NOW,
      ),
    ).toBe(false);
  });

  it("is not taken with a signing token sent in clear", () => {
    expect(gitlabInbound.isGenuine(gitlabDelivery({ id: 7 }, { token: signing }), [signing], NOW)).toBe(
      false,
    );
  });

  it("tells how a pipeline stands, and which call it is of", () => {
    const call = "0b2f7f0e-61c5-4e0d-9a2f-3b5a8f6f7d10";
    const variables = [{ key: "WAYMARK_CALL_ID", value: call }];
    const message = gitlabInbound.read(
      gitlabDelivery({ id: 7, status: "failed", variables, finished_at: "2026-01-01 10:00:00 UTC" }, {}),
    );
    expect(message).toMatchObject({
      kind: "GITLAB",
      externalId: "7",
      callId: call,
      place: "acme/shop",
      news: { state: "failed" },
      at: "2026-01-01T10:00:00.000Z",
    });
    expect(gitlabInbound.read({ headers: {}, body: Buffer.from('{"object_kind":"push"}') })).toBeNull();
  });

  it("is told by its own id, by its event and body otherwise", () => {
    const one = gitlabDelivery({ id: 7 }, {});
    const named = { ...one, headers: { ...one.headers, "idempotency-key": "key-0123456789" } };
    expect(gitlabInbound.deliveryId(named)).toBe("key-0123456789");
    expect(gitlabInbound.deliveryId(one)).toBe(gitlabInbound.deliveryId(gitlabDelivery({ id: 7 }, {})));
    expect(gitlabInbound.deliveryId(one)).not.toBe(gitlabInbound.deliveryId(gitlabDelivery({ id: 8 }, {})));
  });
});

it.each([null, [], 1, "x", {}, { workflow_run: null }, { workflow_run: { id: {} }, repository: [] }])(
  "what is no news is none: %j",
  (content) => {
    const body = Buffer.from(JSON.stringify(content));
    expect(githubInbound.read({ headers: { "x-github-event": "workflow_run" }, body })).toBeNull();
    expect(gitlabInbound.read({ headers: {}, body })).toBeNull();
  },
);
