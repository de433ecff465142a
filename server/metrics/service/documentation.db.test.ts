import { afterAll, beforeAll, expect, it } from "vitest";
import { createTestDatabase, type TestDatabase } from "@/db/testing";
import { createBlueprint, updateBlueprint } from "@/server/catalog/service/blueprints";
import type { Context } from "@/server/kernel/context";
import { Conflict, Forbidden, NotFound } from "@/server/kernel/errors";
import { newId } from "@/server/kernel/ids";
import { documentationCoverage } from "../definitions/documentation-coverage";
import { listPages, reviewPage } from "./documentation";

let database: TestDatabase;
const as = (role: "admin" | "member"): Context => ({
  actor: { kind: "user", id: newId(), email: `${role}@example.com`, name: role, role, memberships: [] },
  origin: "UI",
  requestId: newId(),
  db: database.db,
});
beforeAll(async () => {
  database = await createTestDatabase();
  for (const [identifier, description] of [
    ["service", "What runs."],
    ["region", undefined],
  ] as const)
    await createBlueprint(as("admin"), {
      identifier,
      title: identifier,
      ...(description ? { description } : {}),
      schema: { properties: {}, required: [] },
    });
});
afterAll(() => database.close());

it("a page counts once somebody has read it; what is empty cannot be read", async () => {
  expect((await listPages(as("admin"))).map(({ identifier, written }) => [identifier, written])).toEqual([
    ["region", false],
    ["service", true],
  ]);
  await expect(reviewPage(as("member"), { kind: "blueprint", identifier: "service" })).rejects.toThrow(
    Forbidden,
  );
  await expect(reviewPage(as("admin"), { kind: "blueprint", identifier: "region" })).rejects.toThrow(
    Conflict,
  );
  await expect(reviewPage(as("admin"), { kind: "action", identifier: "service" })).rejects.toThrow(NotFound);
  const coverage = async () => {
    const to = new Date(Date.now() + 60_000);
    const ask = {
      teams: null,
      service: null,
      windows: [{ from: new Date(to.getTime() - 86_400_000), to }],
      detailed: 1,
      by: null,
      zone: "UTC",
      asOf: to,
    };
    return (await documentationCoverage.compute(database.db, ask))[0]!.result;
  };
  expect(await coverage()).toMatchObject({ value: 0, n: 2, parts: { pages: 1 } });
  await reviewPage(as("admin"), { kind: "blueprint", identifier: "service" });
  expect(await coverage()).toMatchObject({ value: 0.5, numerator: 1, denominator: 2 });
  expect((await listPages(as("admin"))).at(-1)).toMatchObject({ identifier: "service", reviewedBy: "admin" });

  // Written after the review: a link to a blueprint that there is, to one that there is not, and to somebody else's page.
  await updateBlueprint(as("admin"), "service", {
    identifier: "service",
    title: "service",
    description:
      "Runs in a [region](/catalog/region), as [told](/catalog/gone) [elsewhere](https://example.com).",
    schema: { properties: {}, required: [] },
  });
  expect(await coverage()).toMatchObject({ value: 0, n: 2, parts: { pages: 1, broken: 1 } });
  expect((await listPages(as("admin"))).at(-1)).toMatchObject({ broken: ["/catalog/gone"] });
});
