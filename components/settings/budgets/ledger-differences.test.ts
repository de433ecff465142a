import { expect, it } from "vitest";
import { differencesOf } from "./ledger-differences";

const balance = {
  budgetId: "b",
  title: "Payments",
  currency: "EUR",
  reserved: "0",
  committed: "100.0000",
  liveReserved: "0.0000",
  liveCommitted: "100",
  holds: true,
};

it("finds no difference in how the same amount is written", () => {
  expect(differencesOf(balance)).toEqual([]);
});

it("says which part differs, and from what", () => {
  expect(differencesOf({ ...balance, liveCommitted: "7", holds: false })).toEqual([
    { part: "committed", ledger: "100.0000", now: "7" },
  ]);
});
