import { expect, it } from "vitest";
import { listOf, scopeLabel, validityWords } from "./budget-types";

it("says what a budget takes in", () => {
  expect(scopeLabel({ team: null, costCentre: null, environment: null })).toBe("Whole organisation");
  expect(scopeLabel({ team: null, costCentre: "CC-1", environment: "production" })).toBe(
    "Cost centre CC-1, environment production",
  );
});

it("says from when to when it judges", () => {
  expect(validityWords({ validFrom: null, validUntil: null })).toBe("Always");
  expect(validityWords({ validFrom: "2027-01-01", validUntil: null })).toBe("From 2027-01-01 on");
  expect(validityWords({ validFrom: null, validUntil: "2027-12-31" })).toBe("Until 2027-12-31");
  expect(validityWords({ validFrom: "2027-01-01", validUntil: "2027-12-31" })).toBe(
    "2027-01-01 to 2027-12-31",
  );
});

it("takes people from a text with commas, spaces or lines", () => {
  expect(listOf(" a@x.example, b@x.example\nc@x.example;")).toEqual([
    "a@x.example",
    "b@x.example",
    "c@x.example",
  ]);
});
