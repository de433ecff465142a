import { randomBytes } from "node:crypto";
import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { systemContext } from "@/server/kernel/context";
import { upsertConnection } from "@/server/pipelines/service";
import type { ParsedAction } from "../schema";
import { missingForRuns } from "./verify-warnings";

let database: TestDatabase;
const ctx = () => systemContext(database.db, "test", "t");

beforeAll(async () => {
  process.env.WAYMARK_ENCRYPTION_KEY ??= randomBytes(32).toString("base64");
  process.env.NEXTAUTH_SECRET ??= randomBytes(32).toString("base64");
  process.env.DATABASE_URL ??= "postgres://unused";
  database = await createTestDatabase();
});
afterAll(() => database.close());

const messages = async (invocationMethod: object): Promise<string[]> => {
  const trigger = {
    type: "automation",
    event: { type: "TIMER_PROPERTY_EXPIRED", blueprintIdentifier: "x", propertyIdentifier: "y" },
  };
  const action = { identifier: "a", trigger, invocationMethod } as unknown as ParsedAction;
  return (await missingForRuns(ctx(), action)).map(({ path, message }) => `${path.join(".")}: ${message}`);
};
const workflow = { type: "GITHUB", org: "a", repo: "b", workflow: "c.yml" };
const at = "invocationMethod.connection";

it("a backend that can do nothing without a connection says which is missing, or which there are", async () => {
  expect(await messages(workflow)).toEqual([
    `${at}: It needs a connection of the kind GitHub. Make it in the settings, under Connections.`,
  ]);
  expect(await messages({ ...workflow, connection: "hub" })).toEqual([
    `${at}: There is no connection "hub". Make it in the settings, under Connections.`,
  ]);
  const save = (identifier: string) =>
    upsertConnection(ctx(), { identifier, title: identifier, kind: "github", variables: { TOKEN: "t0" } });
  await save("hub");
  expect(await messages(workflow)).toEqual([]);
  await save("hub-two");
  expect(await messages(workflow)).toEqual([
    `${at}: There are several connections of the kind GitHub. Name one of them.`,
  ]);
  expect(await messages({ ...workflow, connection: "hub" })).toEqual([]);
  expect(await messages({ ...workflow, connection: "{{ .inputs.hub }}" })).toEqual([]);
});

it("a connection of another kind is named as one", async () => {
  expect(await messages({ type: "GITLAB", groupName: "a", projectName: "b", connection: "hub" })).toEqual([
    `${at}: The connection "hub" is of the kind GitHub; one of the kind GitLab is needed.`,
  ]);
  expect(await messages({ type: "WEBHOOK", url: "https://x.example" })).toEqual([]);
});

it("a backend that this portal does not carry out is said to be one, with what does the same", async () => {
  expect(await messages({ type: "KAFKA", payload: {} })).toEqual([
    expect.stringMatching(/^invocationMethod\.type: .*KAFKA.*WEBHOOK with agent: true/),
  ]);
  expect(
    await messages({
      type: "INTEGRATION_ACTION",
      installationId: "hub",
      integrationActionType: "dispatch_workflow",
      integrationActionExecutionProperties: {},
    }),
  ).toEqual([]);
});

it("a template that is committed must have something to commit", async () => {
  const commit = { type: "GITOPS", repository: "https://git.example/a/b" };
  expect(await messages({ ...commit, template: "service-repository" })).toEqual([]);
  expect(await messages({ ...commit, template: "postgres-database" })).toEqual([
    expect.stringContaining("skeleton/ is missing"),
  ]);
  expect(await messages({ ...commit, template: "nowhere" })).toEqual([expect.stringContaining('"nowhere"')]);
});

it("an owner that there is not is told, and the action kept", async () => {
  const warned = async (ownerTeam: string) => {
    const trigger = { type: "self-service", operation: "CREATE", userInputs: { properties: {} } };
    const invocationMethod = { type: "MANUAL", instructions: "By hand." };
    const action = { identifier: "a", ownerTeam, trigger, invocationMethod } as unknown as ParsedAction;
    return (await missingForRuns(ctx(), action)).filter(({ path }) => path[0] === "ownerTeam");
  };
  expect(await warned("nobody")).toMatchObject([{ message: expect.stringMatching(/no team "nobody"/) }]);
  await database.sql`insert into teams (identifier, title) values ('nobody', 'Nobody')`;
  expect(await warned("nobody")).toEqual([]);
});
