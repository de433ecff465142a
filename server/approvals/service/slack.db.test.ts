import { randomBytes } from "node:crypto";
import { sql } from "drizzle-orm";
import { afterAll, beforeAll, expect, it } from "vitest";
import { approvalVotes, slackPresses } from "@/db/schema/approvals";
import { parseAllowed } from "@/server/kernel/addresses";
import { systemContext } from "@/server/kernel/context";
import { createEgress } from "@/server/kernel/egress";
import { Unauthenticated } from "@/server/kernel/errors";
import { saveChannel } from "@/server/notifications/service/channels";
import { deliverNotice } from "@/server/notifications/service/deliver";
import { sendMail } from "@/server/notifications/service/email";
import { fakeSlack } from "@/server/notifications/testing-slack";
import { approvalsStage, type ApprovalsStage, requirement, stageOf } from "../testing";
import { updateSlack } from "./refresh-slack";
import { handlePress, takePress } from "./slack-press";

let s: ApprovalsStage;
let slack: Awaited<ReturnType<typeof fakeSlack>>;
const send = createEgress({ allowed: parseAllowed("127.0.0.0/8") });
const NOW = 1_800_000_000;
const system = () => systemContext(s.db, "Slack", "test");

beforeAll(async () => {
  Object.assign(process.env, {
    DATABASE_URL: "postgres://unused",
    NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
    WAYMARK_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
  });
  s = await approvalsStage();
  slack = await fakeSlack({
    token: "xoxb-1",
    signingSecret: "signing",
    people: { U_LEE: "lee@example.com", U_DORA: "dora@example.com", U_OUT: "out@example.com" },
  });
  await saveChannel(s.as(s.people.admin), null, {
    title: "Slack",
    enabled: true,
    topics: [],
    settings: { kind: "slack", apiBase: slack.apiBase, channel: "#approvals" },
    secrets: { botToken: "xoxb-1", signingSecret: "signing" },
  });
});
afterAll(async () => {
  await slack.close();
  await s.close();
});

/** A request whose message stands in Slack. */
async function posted() {
  const runId = await s.open(requirement([stageOf("Leads", 1, { leadsOf: ["payments"] })]));
  const rows = await s.database.sql<
    { id: string }[]
  >`select id from notices where subject_key = ${`approval:${runId}`}`;
  for (const { id } of rows) await deliverNotice(system(), id, { send, mail: sendMail });
  return { runId, about: { runId, subjectHash: "h1" } };
}
/** Takes a press in and does what it asks for; out: what came of it. */
async function pressed({ body, headers }: ReturnType<typeof slack.signed>) {
  await takePress(system(), headers, body, NOW);
  const [press] = await s.db
    .select()
    .from(slackPresses)
    .orderBy(sql`received_at desc, id`)
    .limit(1);
  await handlePress(system(), press!.id, send);
  await handlePress(system(), press!.id, send);
  const [done] = await s.database.sql<
    { outcome: string; refused: boolean }[]
  >`select outcome, refused from slack_presses where id = ${press!.id}`;
  return done!;
}
const messageOf = (runId: string) =>
  [...slack.messages.values()].find((one) => one.blocks?.includes(runId) || one.text?.includes(runId));

it("decides as the person whose address the account has, and changes the message for all", async () => {
  const { runId, about } = await posted();
  expect(messageOf(runId)?.blocks).toContain("waymark_approve");
  expect(await pressed(slack.press("U_LEE", "approve", about, NOW))).toMatchObject({ refused: false });
  expect((await s.row(runId)).status).toBe("approved");
  const [vote] = await s.db.select().from(approvalVotes);
  expect(vote).toMatchObject({ voterId: s.people.lead.id, vote: "APPROVE" });
  await updateSlack(system(), runId, send);
  const update = slack.calls.filter((call) => call.method === "chat.update").at(-1);
  expect(update?.args.blocks).not.toContain("waymark_approve");
  expect(update?.args.blocks).toContain("lee approved");
});

it("refuses the requester, accounts that nobody has, and plans that have changed, and tells them alone", async () => {
  const { runId, about } = await posted();
  for (const [user, subject, says] of [
    ["U_DORA", about, "You requested this run"],
    ["U_OUT", about, "Nobody in Waymark has the e-mail address"],
    ["U_LEE", { ...about, subjectHash: "h0" }, "not what you looked at"],
  ] as const) {
    expect(await pressed(slack.press(user, "approve", subject, NOW, `T-${user}`))).toMatchObject({
      refused: true,
      outcome: expect.stringContaining(says),
    });
    expect(slack.calls.filter((call) => call.method === "chat.postEphemeral").at(-1)?.args).toMatchObject({
      user,
    });
  }
  expect((await s.row(runId)).status).toBe("pending");
});

it("asks for the reason of a decline in a dialog", async () => {
  const { runId, about } = await posted();
  await pressed(slack.press("U_LEE", "decline", about, NOW, "T-decline"));
  const opened = slack.calls.find((call) => call.method === "views.open");
  expect(opened?.args.view).toContain(runId);
  expect((await s.row(runId)).status).toBe("pending");
  expect(await pressed(slack.submitReason("U_LEE", about, "Too large", NOW))).toMatchObject({
    refused: false,
  });
  expect((await s.row(runId)).status).toBe("declined");
  const late = await posted();
  await pressed(slack.press("U_LEE", "decline", late.about, NOW, "expired"));
  expect(slack.calls.at(-1)).toMatchObject({ method: "chat.postEphemeral" });
});

it("takes nothing that Slack did not sign just now, and the same press once", async () => {
  const { runId, about } = await posted();
  const press = slack.press("U_LEE", "approve", about, NOW, "T-once");
  const refused = (headers: typeof press.headers, body: string, now = NOW) =>
    expect(takePress(system(), headers, body, now)).rejects.toThrow(Unauthenticated);
  await refused(press.headers, `${press.body}x`);
  await refused({ ...press.headers, signature: "v0=00" }, press.body);
  await refused(press.headers, press.body, NOW + 301);
  const count = async () =>
    (await s.database.sql`select 1 from slack_presses where run_id = ${runId}`).length;
  expect(await count()).toBe(0);
  await Promise.all(Array.from({ length: 5 }, () => takePress(system(), press.headers, press.body, NOW)));
  expect(await count()).toBe(1);
  const other = slack.signed(
    {
      type: "block_actions",
      user: { id: "U_LEE" },
      trigger_id: "T",
      actions: [{ action_id: "waymark_open" }],
    },
    NOW,
  );
  await takePress(system(), other.headers, other.body, NOW);
  expect(await count()).toBe(1);
});
