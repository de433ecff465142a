import { expect, it } from "vitest";
import { compareVersions, targetVersion, versionsBehind } from "./template-versions";

const known = [
  { version: "1.0.0", status: "deprecated" as const, recommended: false },
  { version: "1.9.3", status: "active" as const, recommended: true },
  { version: "1.10.0", status: "active" as const, recommended: false },
  { version: "2.0.0", status: "deprecated" as const, recommended: false },
];

it("orders versions by number, not by text", () => {
  const sorted = ["1.10.0", "1.9.3", "0.0.1", "2.0.0", "new"].sort(compareVersions);
  expect(sorted).toEqual(["new", "0.0.1", "1.9.3", "1.10.0", "2.0.0"]);
});

it.each([
  ["1.0.0", 2],
  ["1.9.3", 1],
  ["1.10.0", 0],
  ["2.0.0", 0],
  [null, 2],
])("counts how far %s is behind: %s", (version, behind) => {
  expect(versionsBehind(version, known)).toBe(behind);
});

it("goes to the recommended version, else to the newest that is not deprecated", () => {
  expect(targetVersion(known)).toBe("1.9.3");
  expect(targetVersion(known.map((one) => ({ ...one, recommended: false })))).toBe("1.10.0");
  expect(targetVersion([known[0]!])).toBeNull();
});
