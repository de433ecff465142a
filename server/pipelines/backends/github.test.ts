import { afterAll, beforeAll, beforeEach, describe, expect, it } from "vitest";
import { RemoteRefused } from "../remote";
import type { RemoteInvocation } from "../schema";
import { github } from "./github";
import { callOf, secretsOf, testTools } from "./testing-call";
import { type FakeGitHub, fakeGitHub, GITHUB_TOKEN } from "./testing-github";

let server: FakeGitHub;
const tools = testTools();
beforeAll(async () => void (server = await fakeGitHub()));
beforeEach(() => {
  server.runs.length = 0;
  server.seen.length = 0;
  server.old = server.loseAnswer = false;
});
afterAll(() => server.close());

type GitHub = Extract<RemoteInvocation, { type: "GITHUB" }>;
const callFor = (over: Partial<GitHub> = {}, rest: object = {}) =>
  callOf<GitHub>(
    { type: "GITHUB", org: "acme", repo: "shop", workflow: "deploy.yml", connection: "hub", ...over },
    { connection: secretsOf({ KIND: "github", URL: server.url, TOKEN: GITHUB_TOKEN }), ...rest },
  );
const dispatch = (over: Partial<GitHub> = {}, rest: object = {}) => github.call(callFor(over, rest), tools);

describe("a dispatch", () => {
  it("goes to the branch that the input ref names, with texts as inputs, and gets the id of the run", async () => {
    const news = await dispatch({ workflowInputs: { ref: "release", size: 3, environment: null } });
    expect(news).toMatchObject({ state: "waiting", externalId: "9000" });
    expect(news.links).toEqual([`${server.url}/acme/shop/actions/runs/9000`]);
    expect(server.runs[0]).toMatchObject({ ref: "release", inputs: { size: "3" } });
    expect(server.seen[0]?.headers["x-github-api-version"]).toBe("2022-11-28");
  });

  it("goes to the default branch when no ref is given", async () => {
    await dispatch();
    expect(server.runs[0]?.ref).toBe("main");
  });

  it("leaves the new field out for a server that does not know it, and finds the run by its name", async () => {
    server.old = true;
    const news = await dispatch({ workflowInputs: { ref: "main", run_id: "r_testrun" } });
    expect(news).toMatchObject({ state: "waiting", externalId: "9000" });
    expect(server.runs).toHaveLength(1);
  });

  it("that an old server took without a name is found when it is asked, once its name tells", async () => {
    server.old = true;
    const call = callFor({ workflowInputs: { ref: "main" } });
    const news = await github.call(call, tools);
    expect(news.externalId).toBeUndefined();
    expect(news.log?.[0]?.text).toContain("run-name");
    const run = { ...call, externalId: null, calledAt: new Date() };
    await expect(github.poll!(run, tools)).resolves.toEqual({ state: "waiting" });
    server.runs[0]!.title = "Deploy r_testrun";
    server.finish(9000, "success");
    await expect(github.poll!(run, tools)).resolves.toMatchObject({ state: "succeeded", externalId: "9000" });
  });

  it("is not made again when its answer was lost and no name tells which run is ours", async () => {
    server.loseAnswer = true;
    const over = { workflowInputs: { ref: "main" } };
    await expect(dispatch(over)).rejects.toThrow(/502/);
    server.loseAnswer = false;
    const again = dispatch(over, { attempt: 2, firstAt: new Date() });
    await expect(again).rejects.toThrow(RemoteRefused);
    expect(server.runs).toHaveLength(1);
  });

  it("is made again when nothing was made before", async () => {
    server.runs.push({ ...unrelated, title: "Deploy r_AAAABBBBCCCCDDDD" });
    const news = await dispatch({ workflowInputs: { ref: "main" } }, { attempt: 2, firstAt: new Date() });
    expect(news.state).toBe("waiting");
    expect(server.runs).toHaveLength(2);
  });

  it.each([
    [
      "more than 25 inputs",
      { workflowInputs: Object.fromEntries(Array.from({ length: 26 }, (_, n) => [`i${n}`, "x"])) },
      /at most 25 inputs/,
    ],
    [
      "an input that the workflow does not declare",
      { workflowInputs: { ref: "main", color: "red" } },
      /Unexpected inputs provided/,
    ],
    ["a branch that there is not", { workflowInputs: { ref: "nowhere" } }, /No ref found for: nowhere/],
    [
      "a workflow that there is not",
      { workflow: "none.yml", workflowInputs: { ref: "main" } },
      /404 \(Not Found\)/,
    ],
  ])("with %s is refused with the reason", async (_what, over, reason) => {
    const refused = dispatch(over);
    await expect(refused).rejects.toThrow(RemoteRefused);
    await expect(refused).rejects.toThrow(reason);
    expect(server.runs).toHaveLength(0);
  });

  it("asked too often may be made later, though GitHub answers 403", async () => {
    server.fault = {
      status: 403,
      headers: { "x-ratelimit-remaining": "0" },
      body: { message: "API rate limit exceeded" },
    };
    await expect(dispatch({ workflowInputs: { ref: "main" } })).rejects.toMatchObject({
      code: "unavailable",
    });
    server.fault = null;
  });
});

it("that is not followed leaves the end to a report", async () => {
  const call = callFor({ workflowInputs: { ref: "main" }, reportWorkflowStatus: "false" });
  const { externalId = null } = await github.call(call, tools);
  server.finish(Number(externalId), "success");
  const run = { ...call, externalId, calledAt: new Date() };
  await expect(github.poll!(run, tools)).resolves.toMatchObject({ state: "waiting" });
});

const unrelated = {
  id: 1,
  status: "completed" as const,
  conclusion: "success",
  ref: "main",
  inputs: {},
  cancelled: false,
  createdAt: new Date().toISOString(),
};
