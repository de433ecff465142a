import { describe, expect, it } from "vitest";
import { chooseSteps, countPlaywright, countVitest, settle } from "@/scripts/test/counts";

describe("the sum of all tests", () => {
  it("counts vitest's tests, and a file that does not load as one failure", () => {
    const report = {
      ...{ numPassedTests: 5, numFailedTests: 1, numPendingTests: 2 },
      testResults: [
        { status: "failed", assertionResults: [{}, {}] },
        { status: "failed", assertionResults: [] },
        { status: "passed", assertionResults: [{}] },
      ],
    };
    expect(countVitest(report)).toEqual({ passed: 5, failed: 2, skipped: 2 });
  });

  it("counts journeys; one that needed luck failed, and so did a broken set-up", () => {
    const stats = { expected: 3, unexpected: 1, flaky: 1, skipped: 1 };
    expect(countPlaywright({ stats, errors: [{}] })).toEqual({ passed: 3, failed: 3, skipped: 1 });
  });

  it("never turns a crash or an empty run into a success", () => {
    const good = { passed: 3, failed: 0, skipped: 0 };
    expect(settle(good, true)).toEqual(good);
    expect(settle(good, false)).toEqual({ ...good, failed: 1 });
    expect(settle(undefined, true).failed).toBe(1);
    expect(settle({ passed: 0, failed: 0, skipped: 4 }, true).failed).toBe(1);
    expect(settle({ passed: 1, failed: 2, skipped: 0 }, false).failed).toBe(2);
  });

  it("runs all steps, or the named ones in their order", () => {
    const names = ["lint", "unit", "database"];
    expect(chooseSteps([], names)).toEqual(names);
    expect(chooseSteps(["--only", "database,lint"], names)).toEqual(["lint", "database"]);
    expect(chooseSteps(["--only=unit"], names)).toEqual(["unit"]);
    expect(() => chooseSteps(["--only", "units"], names)).toThrow(
      '--only takes some of lint,unit,database, not "units".',
    );
    expect(() => chooseSteps(["--only"], names)).toThrow(/--only takes some of/);
    expect(() => chooseSteps(["unit"], names)).toThrow(/is not understood/);
  });
});
