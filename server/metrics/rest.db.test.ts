import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { restApp } from "@/server/api/rest-app";
import { type Actor, type Context } from "@/server/kernel/context";
import { noEvents } from "./core/events";
import { METRICS } from "./definitions/registry";
import { deployment } from "./testing-made";
import { storeEvents } from "./testing-events";

let database: TestDatabase;
let actor: Actor = { kind: "client", id: "c", name: "Client", role: "member", ownerId: null };
const get = async (path: string) => {
  const context: Context = { actor, origin: "API", requestId: "test", db: database.db };
  const answer = await restApp(async () => context).request(`/v1/insights/metrics${path}`);
  return { status: answer.status, body: (await answer.json()) as Record<string, unknown> };
};

beforeAll(async () => {
  database = await createTestDatabase();
  await storeEvents(database.db, {
    ...noEvents(),
    deployments: [1, 2, 3, 4].map((n) =>
      deployment(n, {
        finishedAt: new Date(`2026-03-0${n + 1}T12:00:00Z`),
        kind: n === 4 ? "rollback" : "planned",
      }),
    ),
  });
});
afterAll(() => database.close());

describe("metrics by REST", () => {
  it("lists each with how it is computed", async () => {
    const { status, body } = await get("");
    expect(status).toBe(200);
    expect((body.metrics as { id: string; formula: string }[]).map((m) => m.id)).toEqual(
      METRICS.map((m) => m.id),
    );
  });

  it("gives a value with its interval, course and breakdown", async () => {
    const { status, body } = await get(
      "/deployment-rework-rate?from=2026-03-02&to=2026-03-09&interval=day&by=service",
    );
    expect(status).toBe(200);
    expect(body).toMatchObject({
      timeZone: "UTC",
      value: {
        from: "2026-03-02T00:00:00.000Z",
        to: "2026-03-09T00:00:00.000Z",
        result: { value: 0.25, n: 4, numerator: 1, denominator: 4, insufficient: { have: 4, need: 20 } },
        levels: null,
        breakdown: { rows: [{ key: "api", result: { value: 0.25 } }] },
      },
    });
    const series = (body as { value: { series: { results: { value: number | null }[] } } }).value.series;
    expect(series.results.map((r) => r.value)).toEqual([0, 0, 0, 1, null, null, null]);
  });

  it("gives the events behind it, and the snapshots that there are", async () => {
    const events = await get("/deployment-rework-rate/events?from=2026-03-02&to=2026-03-09&hits=true");
    expect(events.body).toMatchObject({ events: [{ id: "4", service: "api", hit: true }], nextCursor: null });
    expect((await get("/deployment-rework-rate/snapshots")).body).toMatchObject({ ok: true, snapshots: [] });
  });

  it.each([
    ["/speed", 404],
    ["/change-fail-rate?team=nobody", 404],
    ["/change-fail-rate?last=soon", 422],
    ["/change-fail-rate?from=2026-03-02", 422],
    ["/change-fail-rate?last=4w&from=2026-03-02&to=2026-03-03", 422],
    ["/change-fail-rate?from=2026-03-09&to=2026-03-02", 422],
    ["/change-fail-rate?unknown=1", 422],
    ["/portal-reach?team=amber", 422],
  ])("refuses %s with %d", async (path, status) => {
    expect((await get(path)).status).toBe(status);
  });

  it("is for those who are signed in", async () => {
    actor = { kind: "anonymous" };
    expect((await get("")).status).toBe(401);
    expect((await get("/change-fail-rate")).status).toBe(401);
  });
});
