import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createQuota, deleteQuota, listQuotas } from "@/server/cost/service/quotas";
import { Forbidden } from "@/server/kernel/errors";
import { transaction } from "@/server/kernel/transaction";
import { stage, type Stage } from "../testing";
import { takeInfracost } from "./infracost";
import { staleRun } from "./finish";
import { quotaUses } from "./quota-uses";

let on: Stage;
beforeAll(async () => {
  on = await stage();
});
afterAll(() => on.close());

describe("a quota", () => {
  it("counts what is being made and what is there, for a person or a team, and two cannot take the last place", async () => {
    const admin = on.as(on.people.admin);
    const mine = await createQuota(admin, {
      title: "Own databases",
      blueprint: "database",
      per: "user",
      most: 2,
    });
    const first = await on.create("one");
    const races = await Promise.allSettled(["two", "three", "four"].map((name) => on.create(name)));
    expect(races.filter((race) => race.status === "fulfilled")).toHaveLength(1);
    expect((races.find((race) => race.status === "rejected") as PromiseRejectedResult).reason).toMatchObject({
      code: "precondition",
      message: expect.stringContaining('You have 2 of 2 "database"'),
    });
    await on.create("other", {}, on.people.other);
    await transaction(admin, (tx) =>
      staleRun(tx, { runId: first.id, from: ["awaiting_approval", "approved"] }, "Not used."),
    );
    await expect(on.create("five")).rejects.toThrow("quota");
    expect(await quotaUses(admin)).toEqual([
      {
        quota: mine.id,
        atLimit: 1,
        subjects: 2,
        most: [
          { subject: on.people.dev.email, used: 2 },
          { subject: on.people.other.email, used: 1 },
        ],
      },
    ]);
    await expect(quotaUses(on.as(on.people.dev))).rejects.toBeInstanceOf(Forbidden);
    await createQuota(admin, {
      title: "Dora",
      blueprint: "database",
      per: "user",
      subject: on.people.dev.email,
      most: 3,
    });
    // Who has a quota of their own is under that one alone.
    expect((await quotaUses(admin)).map(({ most, atLimit }) => [most[0]?.used, atLimit])).toEqual(
      expect.arrayContaining([
        [2, 0],
        [1, 0],
      ]),
    );
    await on.create("five");
    await deleteQuota(admin, mine.id);
    await createQuota(admin, { title: "Team", blueprint: "database", per: "team", most: 0 });
    await expect(on.create("six", {}, on.people.lead)).rejects.toThrow("The team payments has");
    await expect(
      createQuota(admin, { title: "Again", blueprint: "database", per: "team", most: 5 }),
    ).rejects.toThrow("already");
    await expect(
      createQuota(admin, { title: "Less", blueprint: "database", per: "team", subject: "x", most: -1 }),
    ).rejects.toThrow("most");
    for (const { id } of await listQuotas(admin)) await deleteQuota(admin, id);
    await on.create("six");
  });
});

describe("an Infracost JSON", () => {
  const json = {
    version: "0.2",
    currency: "EUR",
    projects: [{ breakdown: { resources: [{ name: "a", monthlyCost: "12.5" }], totalMonthlyCost: "12.5" } }],
  };

  it("becomes the estimate of a run that is not approved, by those who may", async () => {
    const run = await on.create("seven", { team: null });
    const taken = await takeInfracost(on.as(on.people.dev), run.id, json);
    expect(taken).toMatchObject({ estimate: { source: "infracost", monthly: "12.5" }, budgets: [] });
    expect((await on.run(run.id)).estimate).toEqual(taken.estimate);
    await expect(takeInfracost(on.as(on.people.other), run.id, json)).rejects.toThrow();
    await expect(takeInfracost(on.as(on.people.dev), run.id, { ...json, version: "1" })).rejects.toThrow(
      "0.2",
    );
  });
});
