import { expect, it } from "vitest";
import { allocationSchema } from "@/server/cost/core/billing/settings";
import { draftOf, settingsOf } from "./draft";

const settings = allocationSchema.parse({
  basis: "billed",
  teamAliases: { "The Payers": "payments" },
  accounts: { "123": { team: "payments" }, "456": { environment: "test", costCentre: "42" } },
  rules: [
    {
      title: "Data",
      when: [{ field: "tag:area", operator: "is", value: "data" }],
      assign: { team: "search" },
    },
  ],
  pools: [
    { title: "Support", when: [{ field: "serviceName", operator: "exists" }], split: { by: "even" } },
    {
      title: "Cluster",
      when: [{ field: "subAccountId", operator: "is", value: "9" }],
      split: { by: "weights", weights: { payments: 2, search: 0.5 } },
    },
  ],
  defaultTeam: "platform",
});

it("a draft stands for the settings that it was made of", () => {
  expect(settingsOf(draftOf(settings))).toEqual(settings);
});

it("rows without a key are no rows yet, and lists lose what is empty", () => {
  const draft = draftOf(settings);
  const next = settingsOf({
    ...draft,
    accounts: [...draft.accounts, { account: " ", team: "x", environment: "", costCentre: "" }],
    blueprints: "service, , database,",
    defaultTeam: " ",
  });
  expect(Object.keys(next.accounts)).toEqual(["123", "456"]);
  expect(next.blueprints).toEqual(["service", "database"]);
  expect(next.defaultTeam).toBeNull();
});
