import { expect, it } from "vitest";
import { canCheck, sourceDraft } from "./module-source";

it("reads what a definition says of its source, however unfinished", () => {
  expect(sourceDraft(undefined)).toBeNull();
  expect(sourceDraft("https://git.example.com")).toBeNull();
  expect(sourceDraft({})).toEqual({ repository: "", commit: "" });
  expect(sourceDraft({ repository: " https://git.example.com/a.git ", commit: "main", folder: "" })).toEqual({
    repository: "https://git.example.com/a.git",
    commit: "main",
  });
});

it("can be checked once repository and commit are given", () => {
  expect(canCheck({ repository: "https://git.example.com/a.git", commit: "" })).toBe(false);
  expect(canCheck({ repository: "https://git.example.com/a.git", commit: "main" })).toBe(true);
});
