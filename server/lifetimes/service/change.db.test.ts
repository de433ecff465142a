import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { restApp } from "@/server/api/rest-app";
import type { Actor } from "@/server/kernel/context";
import { type Stage, stage } from "@/server/runs/testing";
import { defineActions, lifetimeOf, living } from "../testing";
import { changeLifetime, keepLifetime } from "./change";
import { findLifetime, pageOfLifetimes } from "./read";

let s: Stage;
beforeAll(async () => {
  s = await stage();
  await defineActions(s);
});
afterAll(() => s.close());

const HOUR = 3_600_000;
const of = (entity: string) => ({ blueprint: "database", entity });
const reason = "the review takes longer";
const hoursLeft = async (entity: string) =>
  ((await lifetimeOf(s, entity))!.expiresAt!.getTime() - Date.now()) / HOUR;

describe("an extension", () => {
  it("adds to the end, says who and why, and begins the reminders anew", async () => {
    await living(s, "one", { ends: 0.5 }, { status: "expiring", reminded: 3600 });
    const view = await changeLifetime(s.as(s.people.dev), of("one"), { by: "30h", reason });
    expect(view).toMatchObject({ status: "active", can: { extend: true, keep: false } });
    expect(await hoursLeft("one")).toBeCloseTo(30.5, 1);
    expect(await lifetimeOf(s, "one")).toMatchObject({ reminded: null });
    const found = await findLifetime(s.as(s.people.dev), of("one"));
    expect(found!.events).toMatchObject([{ type: "extended", by: "dev", reason }]);
    const [entry] = await s.database.sql`select message from audit_log where action = 'EXTEND'`;
    expect(entry!.message).toBe(reason);
  });

  it("is bounded by the maximum from the creation, and only an administrator goes beyond", async () => {
    await living(s, "bounded", { began: -70, ends: 1 });
    const by = { by: "2h", reason };
    await expect(changeLifetime(s.as(s.people.dev), of("bounded"), by)).rejects.toThrow(
      /by: It may live for 3 days/,
    );
    await expect(
      changeLifetime(s.as(s.people.dev), of("bounded"), { until: "2999-01-01", reason }),
    ).rejects.toThrow(/longer than ten years/);
    await changeLifetime(s.as(s.people.dev), of("bounded"), { by: "30m", reason });
    await changeLifetime(s.as(s.people.admin), of("bounded"), by);
    expect(await hoursLeft("bounded")).toBeCloseTo(3.5, 1);
  });

  it.each<[string, object]>([
    ["nothing", { by: "" }],
    ["zero", { by: "0h" }],
    ["a sign", { by: "-4h" }],
    ["an exponent", { by: "1e9d" }],
    ["a time without its zone", { until: "2030-01-01T10:00" }],
    ["a day that there is not", { until: "2027-02-30" }],
    ["the past", { until: "2020-01-01" }],
    ["both ways", { by: "1h", until: "2030-01-01" }],
    ["neither", {}],
    ["no reason", { by: "1h", reason: " " }],
    ["a reason that cannot be stored", { by: "1h", reason: "abc\0" }],
  ])("is refused with %s", async (_, input) => {
    if (!(await lifetimeOf(s, "refused"))) await living(s, "refused");
    const change = changeLifetime(s.as(s.people.dev), of("refused"), { reason, ...input });
    await expect(change).rejects.toThrow();
    expect(await hoursLeft("refused")).toBeCloseTo(4, 1);
  });

  it("is read in any zone", async () => {
    await living(s, "zoned");
    const at = new Date(Math.ceil(Date.now() / 1000) * 1000 + 10 * HOUR);
    const inTokyo = new Date(at.getTime() + 9 * HOUR).toISOString().replace(".000Z", "+09:00");
    await changeLifetime(s.as(s.people.dev), of("zoned"), { until: inTokyo, reason });
    expect((await lifetimeOf(s, "zoned"))!.expiresAt).toEqual(at);
  });

  it("by two at once counts both, and never passes the bound", async () => {
    await living(s, "twice");
    const extend = (by: string) => changeLifetime(s.as(s.people.dev), of("twice"), { by, reason });
    await Promise.all([extend("10h"), extend("10h")]);
    expect(await hoursLeft("twice")).toBeCloseTo(24, 1);
    const both = await Promise.allSettled([extend("40h"), extend("40h")]);
    expect(both.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    expect(await hoursLeft("twice")).toBeCloseTo(64, 1);
  });

  it("is for its owner, the team where the action says so, and administrators", async () => {
    await living(s, "theirs", {}, { extendBy: "requester" });
    const change = { by: "1h", reason };
    await expect(changeLifetime(s.as(s.people.other), of("theirs"), change)).rejects.toThrow(/Only dev/);
    await expect(changeLifetime(s.as(s.people.lead), of("theirs"), change)).rejects.toThrow(/Only dev/);
    await changeLifetime(s.as(s.people.dev), of("theirs"), change);
    await living(s, "ours");
    await changeLifetime(s.as(s.people.lead), of("ours"), change);
  });

  it("while a run destroys it is refused, with the run", async () => {
    await living(s, "going", {}, { status: "destroying", destroyRunId: "r_x" });
    await expect(changeLifetime(s.as(s.people.admin), of("going"), { by: "1h", reason })).rejects.toThrow(
      /being destroyed by run r_x/,
    );
  });

  it("may also be a sooner end", async () => {
    await living(s, "sooner");
    const until = new Date(Date.now() + HOUR / 2).toISOString();
    await changeLifetime(s.as(s.people.dev), of("sooner"), { until, reason });
    expect(await hoursLeft("sooner")).toBeCloseTo(0.5, 1);
    const found = await findLifetime(s.as(s.people.dev), of("sooner"));
    expect(found!.events.map(({ type }) => type)).toEqual(["shortened"]);
  });
});

describe("keeping", () => {
  it("takes the end away, for administrators, until one gives it back", async () => {
    await living(s, "dear");
    await expect(keepLifetime(s.as(s.people.dev), of("dear"), { reason })).rejects.toThrow(/administrator/);
    const kept = await keepLifetime(s.as(s.people.admin), of("dear"), { reason });
    expect(kept).toMatchObject({ status: "kept", expiresAt: null });
    await expect(changeLifetime(s.as(s.people.dev), of("dear"), { by: "1h", reason })).rejects.toThrow(
      /kept/,
    );
    await changeLifetime(s.as(s.people.admin), of("dear"), { by: "1h", reason });
    expect(await hoursLeft("dear")).toBeCloseTo(1, 1);
  });
});

describe("the list", () => {
  it("has what ends first at the top, for me, my teams, or all", async () => {
    await living(s, "first", { ends: 0.1 });
    const list = async (who: Actor, scope: "mine" | "team" | "all") =>
      (await pageOfLifetimes(s.as(who), { scope, status: "live", limit: 200, offset: 0 })).lifetimes;
    expect((await list(s.people.dev, "mine"))[0]).toMatchObject({ entity: "first" });
    expect((await list(s.people.lead, "team"))[0]).toMatchObject({ entity: "first" });
    expect(await list(s.people.other, "team")).toEqual([]);
    expect((await list(s.people.other, "all"))[0]).toMatchObject({ can: { extend: false } });
  });
});

it("is read and changed over REST", async () => {
  await living(s, "rest");
  const call = async (who: Actor, method: string, path: string, body?: object) => {
    const app = restApp(async () => ({ ...s.as(who), origin: "API" }));
    const init = {
      method,
      headers: { "content-type": "application/json" },
      body: body && JSON.stringify(body),
    };
    const response = await app.fetch(new Request(`http://127.0.0.1/v1/lifetimes${path}`, init));
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  const { dev, admin } = s.people;
  expect(await call(dev, "GET", "?scope=mine&limit=1")).toMatchObject({
    status: 200,
    body: { nextOffset: 1 },
  });
  expect(await call(dev, "PATCH", "/database/rest", { by: "1h", reason })).toMatchObject({
    status: 200,
    body: { lifetime: { status: "active", entity: "rest" } },
  });
  expect(await call(dev, "PATCH", "/database/rest", { by: "1e9d", reason })).toMatchObject({ status: 422 });
  expect(await call(dev, "POST", "/database/rest/keep", { reason })).toMatchObject({ status: 403 });
  expect(await call(admin, "POST", "/database/rest/keep", { reason })).toMatchObject({ status: 200 });
  expect(await call(dev, "GET", "/database/rest")).toMatchObject({
    status: 200,
    body: { lifetime: { status: "kept", events: [{ type: "extended" }, { type: "kept", reason }] } },
  });
  expect(await call(dev, "GET", "/database/nosuch")).toMatchObject({ status: 404 });
});
