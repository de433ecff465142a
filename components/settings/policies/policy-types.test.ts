import { expect, it } from "vitest";
import { emptyDefinition, identifierFrom, scopeWords } from "./policy-types";

it("says what a policy judges", () => {
  const { scope } = emptyDefinition();
  expect(scopeWords(scope)).toBe("Every run");
  expect(scopeWords({ ...scope, operations: ["DELETE", "DAY-2"], environments: ["production"] })).toBe(
    "Delete, Change; in production",
  );
  expect(scopeWords({ ...scope, environments: ["production"] })).toBe("In production");
});

it("makes an identifier of a title", () => {
  expect(identifierFrom("  Keine Größe: über XL! ")).toBe("keine-gro-e-u-ber-xl");
  expect(identifierFrom("x".repeat(100))).toHaveLength(63);
});
