import { expect, it } from "vitest";
import { complete } from "./complete";

const names = (text: string, inputs: string[] = []) =>
  complete(text, text.length, inputs).options.map(({ name }) => name);

it("offers what stands at the caret", () => {
  expect(names("pl")).toEqual(["plan"]);
  expect(names("")).toContain("environment");
  expect(names("plan.c")).toEqual(["changes", "creates", "counts"]);
  expect(names("plan.counts.")).toEqual(["create", "update", "delete", "replace"]);
  expect(names("plan.changes.")).toEqual(["all", "exists", "filter", "map", "size"]);
  expect(names("plan.changes.all(c, c.a")).toEqual(["address", "action", "after"]);
  expect(names("budgets.exists(b, b.st")).toEqual(["state"]);
  expect(names("environment.sta")).toEqual(["startsWith"]);
  expect(names("entity.identifier.gl")).toEqual(["glob"]);
  expect(names("inputs.si", ["size", "name"])).toEqual(["size"]);
  expect(names("time.w")).toEqual(["within", "weekly"]);
  expect(names("open")).toEqual(["openCidr"]);
});

it("offers nothing within a text, nor for what it does not know", () => {
  expect(names('environment == "pl')).toEqual([]);
  expect(names('environment == "a" && pl')).toEqual(["plan"]);
  expect(names("nobody.pl")).toEqual([]);
  expect(names("constructor.")).toEqual([]);
});

it("says where the word begins", () => {
  expect(complete("true && plan.ch", 15)).toMatchObject({ from: 13, options: [{ insert: "changes" }] });
  expect(complete("plan.ofT", 8)).toMatchObject({ from: 5, options: [{ insert: "ofType(" }] });
});
