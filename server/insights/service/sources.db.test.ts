import { sql } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { contextOf, person } from "@/server/catalog/testing";
import { refusedCsv } from "../core/refused";
import { DEFAULT_SETTINGS } from "../schema";
import { type InsightStage, insightStage } from "../testing";
import { ingest } from "./ingest";
import { matchMarked } from "./match";
import { updateInsightSettings } from "./settings";
import { getSources, mapService } from "./sources";
import { uploadCsv } from "./upload";

let s: InsightStage;
beforeAll(async () => {
  s = await insightStage();
});
afterAll(() => s.database.close());

async function* file(...lines: string[]) {
  for (const line of lines) yield await Promise.resolve(`${line}\n`);
}
const HEADING = "external_id,service,environment,status,finished_at";

describe("a file", () => {
  const lines = [
    HEADING,
    "d1,shop,production,success,2026-03-02 10:00",
    "d2,shop,production,success,2026-03-02T11:00:00Z",
    "=cmd(),shop,production,success,tomorrow",
    "d4,shop,production,success,2026-03-02T12:00:00Z,more",
  ];

  it("is tried without writing, and says by line what would be refused", async () => {
    const tried = await uploadCsv(s.admin, "deployments", file(...lines), { dryRun: true });
    expect(tried).toMatchObject({ received: 4, created: 1, refusedCount: 3, dryRun: true });
    expect(tried.refused.map(({ index, externalId }) => [index, externalId])).toEqual([
      [2, "d1"],
      [4, "=cmd()"],
      [5, "d4"],
    ]);
    expect(refusedCsv(tried.refused)).toContain("4,'=cmd(),finishedAt,");
    expect(await s.rows(sql`select 1 from insight_deployments`)).toEqual([]);
  });

  it("is read on after lines that cannot be read, and they are told by line", async () => {
    const tried = await uploadCsv(
      s.admin,
      "deployments",
      file(HEADING, 'd1,sh"op,production,success,x', "d2,shop", lines[2]!, 'd4,"shop'),
      { dryRun: true },
    );
    expect(tried).toMatchObject({ received: 4, created: 1, refusedCount: 3 });
    expect(tried.refused.map(({ index, externalId }) => [index, externalId])).toEqual([
      [2, "d1"],
      [3, "d2"],
      [5, "d4"],
    ]);
  });

  it("is taken in by the clock of a time zone, and the same again changes nothing", async () => {
    const options = { dryRun: false, timeZone: "Europe/Berlin" };
    expect(await uploadCsv(s.admin, "deployments", file(...lines), options)).toMatchObject({
      created: 2,
      refusedCount: 2,
    });
    expect(await uploadCsv(s.admin, "deployments", file(...lines), options)).toMatchObject({ unchanged: 2 });
    expect(
      await s.rows(sql`select external_id, source, finished_at = '2026-03-02T09:00:00Z' as by_zone
        from insight_deployments order by 1`),
    ).toEqual([
      { external_id: "d1", source: "csv", by_zone: true },
      { external_id: "d2", source: "csv", by_zone: false },
    ]);
  });

  it("with a heading that cannot be read is refused whole, and so is who may not send", async () => {
    const options = { dryRun: true };
    await expect(uploadCsv(s.admin, "deployments", file("a,b", "1,2"), options)).rejects.toThrow(
      /no column "a"/,
    );
    await expect(uploadCsv(s.admin, "deployments", file(), options)).rejects.toThrow(/empty/);
    await expect(
      uploadCsv(s.admin, "deployments", file(HEADING), { dryRun: true, timeZone: "Mars/Base" }),
    ).rejects.toThrow(/time zone/);
    const member = contextOf(s.database.db, person("mem"));
    await expect(uploadCsv(member, "deployments", file(HEADING), options)).rejects.toThrow(/permission/);
  });
});

describe("the page of sources", () => {
  it("counts by source, shows what was refused to administrators alone, and which names are unknown", async () => {
    const unknown = { externalId: "i1", service: "Shop (old)", startedAt: "2026-03-02T12:00:00Z" };
    await ingest(s.sender, "incidents", [unknown, {}], { source: "pager" });
    const seen = await getSources(s.admin);
    expect(seen.sources.map(({ kind, source, events, refused }) => [kind, source, events, refused])).toEqual([
      ["deployments", "csv", 2, 4],
      ["incidents", "pager", 1, 1],
    ]);
    expect(seen.refused[0]).toMatchObject({ kind: "incidents", refused: 1, rows: [{ index: 1 }] });
    expect(seen.unknownServices).toEqual([{ name: "Shop (old)", events: 1 }]);
    expect(await getSources(contextOf(s.database.db, person("mem")))).toMatchObject({
      refused: [],
      unknownServices: [],
    });
  });

  it("lets a name stand for a service, and what was told under it follows and is matched", async () => {
    expect(await mapService(s.admin, { name: "Shop (old)", service: "shop" })).toEqual({ events: 1 });
    await matchMarked(s.admin, 60_000);
    expect(
      await s.rows(sql`select i.service, i.known, d.external_id as caused_by from insight_incidents i
        join insight_deployments d on d.id = i.deployment_id`),
    ).toEqual([{ service: "shop", known: true, caused_by: "d2" }]);
    await ingest(s.sender, "incidents", [
      { externalId: "i2", service: "Shop (old)", startedAt: "2026-03-02T13:00:00Z" },
    ]);
    expect(await s.rows(sql`select service from insight_incidents where external_id = 'i2'`)).toEqual([
      { service: "shop" },
    ]);
    await expect(mapService(s.admin, { name: "x", service: "nothing" })).rejects.toThrow(
      /no service "nothing"/,
    );
    expect((await getSources(s.admin)).unknownServices).toEqual([]);
  });

  it("has settings that apply to what was told before", async () => {
    await updateInsightSettings(s.admin, {
      ...DEFAULT_SETTINGS,
      productionEnvironments: ["live"],
      incidentWindowHours: 2,
    });
    await matchMarked(s.admin, 60_000);
    expect(await s.rows(sql`select distinct production from insight_deployments`)).toEqual([
      { production: false },
    ]);
    expect(await s.rows(sql`select distinct attribution from insight_incidents`)).toEqual([
      { attribution: "none" },
    ]);
    await expect(
      updateInsightSettings(s.admin, { ...DEFAULT_SETTINGS, timeZone: "Mars/Base" }),
    ).rejects.toThrow(/time zone/);
  });
});
