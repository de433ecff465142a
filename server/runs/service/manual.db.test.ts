import { afterAll, beforeAll, expect, it } from "vitest";
import { eventually } from "@/server/pipelines/execution/testing";
import { manual } from "@/server/pipelines/backends/manual";
import { action, type Stage, stage } from "@/server/runs/testing";
import { remoteBench, scriptedRemote } from "@/server/runs/testing-remote";
import { completeManual } from "./manual";
import { getRun, listRuns } from "./read";

let s: Stage;
let bench: ReturnType<typeof remoteBench>;
beforeAll(async () => {
  s = await stage();
  bench = remoteBench(s, { ...scriptedRemote(), backend: manual });
});
afterAll(() => s.close());

let count = 0;
async function task(over: { teams?: string[]; users?: string[] } = { teams: ["logistics"] }) {
  const { id } = await s.submit({
    blueprint: "database",
    action: {
      ...action(),
      invocation: {
        type: "MANUAL",
        instructions: "Put **{{ .inputs.name }}** into the rack.",
        mapping: { identifier: "{{ .inputs.name }}", properties: {}, relations: {} },
        ...over,
      },
    },
    inputs: { name: `rack-${++count}` },
  });
  await eventually(async () => (await bench.drive(id)).status === "applying");
  return id;
}

it("those who are named see it, do it and say so; the entity is registered with the end", async () => {
  const id = await task();
  const { can, payload } = await getRun(s.as(s.people.other), id);
  expect(can.report).toBe(true);
  expect(payload?.instructions).toBe(`Put **rack-${count}** into the rack.`);
  expect((await getRun(s.as(s.people.dev), id)).can.report).toBe(false);
  await completeManual(s.as(s.people.other), id, { done: true, note: "Slot 7." });
  const run = await eventually(async () => {
    const now = await bench.drive(id);
    return now.status === "succeeded" ? now : null;
  });
  expect(run).toMatchObject({ summary: "Slot 7.", statusLabel: "Done by hand" });
  const [entity] = await s.database.sql`select 1 from entities where identifier = ${`rack-${count}`}`;
  expect(entity).toBeDefined();
});

it("those are named whom templates name, and they see it in lists", async () => {
  const { id } = await s.submit({
    blueprint: "database",
    action: {
      ...action({ userInputs: { properties: { team: { type: "string" } } } }),
      invocation: {
        type: "MANUAL",
        instructions: "Plug it in.",
        teams: ["{{ .inputs.team }}"],
        users: ["{{ .inputs.who | ascii_downcase }}"],
      },
    },
    inputs: { name: "templated", team: "logistics", who: "NOBODY@example.com" },
  });
  const sees = async () =>
    (await listRuns(s.as(s.people.other), { limit: 50 })).runs.some((run) => run.id === id);
  expect(await sees()).toBe(false);
  await eventually(async () => (await bench.drive(id)).status === "applying");
  expect(await sees()).toBe(true);
  expect((await getRun(s.as(s.people.other), id)).can.report).toBe(true);
  await completeManual(s.as(s.people.other), id, { done: true, note: "" });
  expect((await s.run(id)).status).toBe("succeeded");
});

it("what could not be done needs a reason, and makes the run fail with it", async () => {
  const id = await task({ users: ["otto@example.com"] });
  const otto = s.as(s.people.other);
  await expect(completeManual(otto, id, { done: false, note: " " })).rejects.toMatchObject({
    details: { issues: [{ path: ["note"] }] },
  });
  await completeManual(otto, id, { done: false, note: "The rack is full." });
  expect(await s.run(id)).toMatchObject({ status: "failed", failure: { message: "The rack is full." } });
  await expect(completeManual(otto, id, { done: true, note: "" })).rejects.toMatchObject({
    code: "precondition",
  });
});

it("the requester cannot say it of their own request, nor anybody who is not named; administrators can", async () => {
  const id = await task({});
  await expect(completeManual(s.as(s.people.dev), id, { done: true, note: "" })).rejects.toMatchObject({
    code: "forbidden",
  });
  await expect(completeManual(s.as(s.people.other), id, { done: true, note: "" })).rejects.toMatchObject({
    code: "not_found",
  });
  await completeManual(s.as(s.people.admin), id, { done: true, note: "" });
  expect((await s.run(id)).status).toBe("registering");
});

it("said by two at once, it has one end", async () => {
  const id = await task();
  const said = await Promise.allSettled([
    completeManual(s.as(s.people.other), id, { done: true, note: "yes" }),
    completeManual(s.as(s.people.admin), id, { done: false, note: "no" }),
  ]);
  expect(said.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
});
