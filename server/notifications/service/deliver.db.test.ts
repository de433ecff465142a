import { randomBytes } from "node:crypto";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { eq, sql } from "drizzle-orm";
import { SMTPServer } from "smtp-server";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { notices } from "@/db/schema/notifications";
import { approvalsStage, type ApprovalsStage } from "@/server/approvals/testing";
import { parseAllowed } from "@/server/kernel/addresses";
import { createEgress } from "@/server/kernel/egress";
import { Conflict, Forbidden, Precondition } from "@/server/kernel/errors";
import { transaction } from "@/server/kernel/transaction";
import { fakeSlack } from "../testing-slack";
import { deleteChannel, listChannels, listNotices, saveChannel, testChannel } from "./channels";
import { deliverNotice, sweepNotices, type Ways } from "./deliver";
import { sendMail } from "./email";
import { notify } from "./notify";

let s: ApprovalsStage;
let ways: Ways;
const mails: { to: string; from: string; text: string; user: string | undefined }[] = [];
const hooks: { headers: Record<string, string | string[] | undefined>; body: string }[] = [];
let hookStatus = 200;
let mailFault: { code: number; text: string } | null = null;
let slack: Awaited<ReturnType<typeof fakeSlack>>;
const CANARY = "c4nary-smtp-password";

const smtp = new SMTPServer({
  authOptional: true,
  disabledCommands: ["STARTTLS"],
  allowInsecureAuth: true,
  onAuth: (auth, _session, done) =>
    auth.password === CANARY ? done(null, { user: auth.username }) : done(new Error("Bad credentials")),
  onRcptTo: (_address, _session, done) =>
    mailFault ? done(Object.assign(new Error(mailFault.text), { responseCode: mailFault.code })) : done(),
  onData: (stream, session, done) => {
    const chunks: Buffer[] = [];
    stream.on("data", (chunk: Buffer) => chunks.push(chunk));
    stream.on("end", () => {
      const { mailFrom, rcptTo } = session.envelope;
      mails.push({
        to: rcptTo.map((one) => one.address).join(","),
        from: mailFrom ? mailFrom.address : "",
        text: Buffer.concat(chunks).toString(),
        user: session.user,
      });
      done();
    });
  },
});
const sink = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => chunks.push(chunk));
  request.on("end", () => {
    hooks.push({ headers: request.headers, body: Buffer.concat(chunks).toString() });
    response.writeHead(hookStatus).end();
  });
});
const portOf = (server: { address(): unknown }) => (server.address() as AddressInfo).port;

beforeAll(async () => {
  Object.assign(process.env, {
    DATABASE_URL: "postgres://unused",
    NEXTAUTH_SECRET: randomBytes(32).toString("hex"),
    WAYMARK_ENCRYPTION_KEY: randomBytes(32).toString("base64"),
    WAYMARK_EGRESS_ALLOW: "127.0.0.0/8",
  });
  s = await approvalsStage();
  await new Promise<void>((up) => smtp.listen(0, "127.0.0.1", up));
  await new Promise<void>((up) => sink.listen(0, "127.0.0.1", up));
  slack = await fakeSlack({ token: "xoxb-1", signingSecret: "s", people: { U1: "lee@example.com" } });
  ways = { send: createEgress({ allowed: parseAllowed("127.0.0.0/8") }), mail: sendMail };
});
afterAll(async () => {
  await new Promise<void>((down) => smtp.close(down));
  await new Promise<void>((down) => sink.close(() => down()));
  await slack.close();
  await s.close();
});

const admin = () => s.as(s.people.admin);
const mailSettings = () => ({
  kind: "email" as const,
  host: "127.0.0.1",
  port: portOf(smtp.server),
  encryption: "none" as const,
  user: "waymark",
  from: "waymark@example.com",
});
const channel = (over: object) =>
  ({ title: "Channel", enabled: true, topics: [], secrets: {}, ...over }) as never;
const send = (over: Partial<Parameters<typeof notify>[1]> = {}) =>
  transaction(admin(), (tx) =>
    notify(tx, {
      topic: "approval.requested",
      to: { userIds: [s.people.lead.id, s.people.sre1.id] },
      subject: "Approval needed: Orders\r\nBcc: all@example.com",
      text: "It adds 1.",
      link: "/approvals?run=r_1",
      data: { runId: "r_1" },
      ...over,
    }),
  );
const rowOf = async (id: string) => (await s.db.select().from(notices).where(eq(notices.id, id)))[0]!;
const due = (id: string) =>
  s.db.execute(sql`update notices set next_attempt_at = now() - interval '1 second' where id = ${id}`);

it("writes nothing without a channel", async () => {
  expect(await send()).toEqual([]);
});

describe("a mail", () => {
  it("is sent once to each, with a link to the page, and keeps its password to itself", async () => {
    const made = await saveChannel(
      admin(),
      null,
      channel({ settings: mailSettings(), secrets: { password: CANARY } }),
    );
    expect(JSON.stringify(made)).not.toContain(CANARY);
    expect(JSON.stringify(await listChannels(admin()))).not.toContain(CANARY);
    const ids = await send();
    expect(ids).toHaveLength(2);
    await Promise.all(
      ids.flatMap((id) => [deliverNotice(admin(), id, ways), deliverNotice(admin(), id, ways)]),
    );
    await deliverNotice(admin(), ids[0]!, ways);
    expect(mails.map((mail) => mail.to).sort()).toEqual(["lee@example.com", "sam@example.com"]);
    expect(mails[0]).toMatchObject({ from: "waymark@example.com", user: "waymark" });
    expect(mails[0]!.text).toContain("/approvals?run");
    // A line break in a subject begins no header of its own.
    expect(mails[0]!.text).not.toMatch(/^Bcc:/m);
    expect(mails[0]!.text).toContain(
      `Message-ID: <${ids.find((id) => mails[0]!.text.includes(id))}@waymark>`,
    );
    expect(await rowOf(ids[0]!)).toMatchObject({ state: "sent", attempts: 1 });
  });

  it("that is not taken is tried again for a day, later each time, and then given up", async () => {
    mailFault = { code: 451, text: "Try later" };
    const [id] = await send({ to: { emails: ["lee@example.com"] } });
    await deliverNotice(admin(), id!, ways);
    const first = await rowOf(id!);
    expect(first).toMatchObject({
      state: "waiting",
      attempts: 1,
      lastError: expect.stringContaining("did not take"),
    });
    expect(first.nextAttemptAt.getTime()).toBeGreaterThan(first.createdAt.getTime());
    // Not due: nothing happens.
    await deliverNotice(admin(), id!, ways);
    expect(await rowOf(id!)).toMatchObject({ attempts: 1 });
    await due(id!);
    await s.db.execute(sql`update notices set created_at = now() - interval '25 hours' where id = ${id}`);
    await deliverNotice(admin(), id!, ways);
    expect(await rowOf(id!)).toMatchObject({ state: "failed", attempts: 2 });
    mailFault = { code: 550, text: "No such user" };
    const [refused] = await send({ to: { emails: ["gone@example.com"] } });
    await deliverNotice(admin(), refused!, ways);
    expect(await rowOf(refused!)).toMatchObject({
      state: "failed",
      lastError: expect.stringContaining("No such user"),
    });
    mailFault = null;
  });

  it("by a wrong password says so without it", async () => {
    const [mail] = await listChannels(admin());
    await saveChannel(
      admin(),
      mail!.id,
      channel({ settings: mailSettings(), secrets: { password: "wr0ng" } }),
    );
    await expect(testChannel(admin(), mail!.id, ways)).rejects.toThrow(/refused the sign-in/);
    await expect(testChannel(admin(), mail!.id, ways)).rejects.not.toThrow(/wr0ng/);
    await saveChannel(
      admin(),
      mail!.id,
      channel({ settings: mailSettings(), secrets: { password: CANARY } }),
    );
    expect(await testChannel(admin(), mail!.id, ways)).toEqual({ to: "ada@example.com" });
    // A stored password goes to no other server.
    await expect(
      saveChannel(admin(), mail!.id, channel({ settings: { ...mailSettings(), host: "evil.example.com" } })),
    ).rejects.toThrow(Precondition);
    await expect(saveChannel(admin(), null, channel({ settings: mailSettings() }))).rejects.toThrow(Conflict);
  });
});

describe("a webhook", () => {
  it("gets both signatures, the same id in every attempt, and stops at 410", async () => {
    const made = await saveChannel(
      admin(),
      null,
      channel({
        settings: { kind: "webhook", url: `http://127.0.0.1:${portOf(sink)}/in` },
        secrets: { webhookSecret: "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw" },
        topics: ["approval.requested"],
      }),
    );
    expect(await send({ topic: "approval.decided", to: {} })).toEqual([]);
    const [id] = await send({ to: {} });
    hookStatus = 503;
    await deliverNotice(admin(), id!, ways);
    hookStatus = 200;
    await due(id!);
    await deliverNotice(admin(), id!, ways);
    expect(hooks.map((hook) => hook.headers["webhook-id"])).toEqual([id, id]);
    expect(hooks[1]!.headers["webhook-signature"]).toMatch(/^v1,/);
    expect(hooks[1]!.headers["x-port-signature"]).toMatch(/^v1,/);
    expect(JSON.parse(hooks[1]!.body)).toMatchObject({
      id,
      type: "approval.requested",
      data: { runId: "r_1" },
    });
    hookStatus = 410;
    const [last] = await send({ to: {} });
    await deliverNotice(admin(), last!, ways);
    expect(await rowOf(last!)).toMatchObject({ state: "gone" });
    expect((await listChannels(admin())).find((one) => one.id === made.id)).toMatchObject({
      enabled: false,
      stoppedReason: expect.stringContaining("410"),
    });
    hookStatus = 200;
    const [own] = await send({
      to: {},
      also: [{ url: `http://127.0.0.1:${portOf(sink)}/own`, format: "slack" }],
    });
    await deliverNotice(admin(), own!, ways);
    expect(JSON.parse(hooks.at(-1)!.body)).toHaveProperty("blocks");
  });

  it("inside the network is refused unless the operator allows it", async () => {
    const [id] = await send({ to: {}, also: [{ url: "http://169.254.169.254/latest", format: "json" }] });
    await deliverNotice(admin(), id!, { ...ways, send: createEgress({ allowed: [] }) });
    expect(await rowOf(id!)).toMatchObject({
      state: "failed",
      lastError: expect.stringContaining("may not be reached"),
    });
  });
});

describe("Slack", () => {
  it("gets a direct message for each person that it knows", async () => {
    await saveChannel(
      admin(),
      null,
      channel({
        settings: { kind: "slack", apiBase: slack.apiBase, channel: "" },
        secrets: { botToken: "xoxb-1", signingSecret: "s" },
      }),
    );
    const ids = await send();
    for (const id of ids) await deliverNotice(admin(), id, ways);
    const rows = await Promise.all(ids.map(rowOf));
    const direct = rows.filter((row) => row.target.channel === "slack");
    expect(direct.map((row) => row.state).sort()).toEqual(["failed", "sent"]);
    expect(direct.find((row) => row.state === "sent")?.receipt?.slack?.channel).toBe("DU1");
  });
});

it("is for administrators, and says what became of what was sent", async () => {
  await expect(listChannels(s.as(s.people.lead))).rejects.toThrow(Forbidden);
  await expect(listNotices(s.as(s.people.lead), { states: [], limit: 10 })).rejects.toThrow(Forbidden);
  expect((await listNotices(admin(), { states: ["gone"], limit: 10 })).length).toBe(1);
  const [id] = await send({ to: { emails: ["lee@example.com"] } });
  await s.db.execute(sql`update notices set next_attempt_at = now() - interval '1 hour' where id = ${id}`);
  expect(await sweepNotices(admin())).toBe(1);
  for (const one of await listChannels(admin())) await deleteChannel(admin(), one.id);
  await due(id!);
  await deliverNotice(admin(), id!, ways);
  expect(await rowOf(id!)).toMatchObject({ state: "gone" });
});
