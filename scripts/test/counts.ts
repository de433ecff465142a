import { z } from "zod";

/** How many checks of a step held and how many did not. */
export type Counts = { passed: number; failed: number; skipped: number };

const vitestSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  testResults: z.array(z.object({ status: z.string(), assertionResults: z.array(z.unknown()) })),
});

/** Reads vitest's JSON report. A file that could not even be loaded has no tests, and counts as one that failed. */
export function countVitest(report: unknown): Counts {
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = vitestSchema.parse(report);
  const broken = testResults.filter((file) => file.status === "failed" && file.assertionResults.length === 0);
  return { passed: numPassedTests, failed: numFailedTests + broken.length, skipped: numPendingTests };
}

const playwrightSchema = z.object({
  stats: z.object({ expected: z.number(), unexpected: z.number(), flaky: z.number(), skipped: z.number() }),
  errors: z.array(z.unknown()),
});

/** Reads Playwright's JSON report. A journey that passed only at another attempt did not pass. */
export function countPlaywright(report: unknown): Counts {
  const { stats, errors } = playwrightSchema.parse(report);
  return {
    passed: stats.expected,
    failed: stats.unexpected + stats.flaky + errors.length,
    skipped: stats.skipped,
  };
}

/**
 * The counts of a step whose program ended: a report may be missing, or say less than the exit code does, since a program
 * can crash after its last test.
 */
export function settle(counts: Counts | undefined, exitedWell: boolean): Counts {
  const known = counts ?? { passed: 0, failed: 0, skipped: 0 };
  const empty = known.passed + known.failed === 0;
  return known.failed === 0 && (!exitedWell || empty) ? { ...known, failed: 1 } : known;
}

/** Reads which steps to run: all, or those after --only. Throws for a name that is none. */
export function chooseSteps(args: string[], names: string[]): string[] {
  const at = args.findIndex((arg) => arg === "--only" || arg.startsWith("--only="));
  if (at < 0) {
    if (args.length > 0)
      throw new Error(`"${args[0]}" is not understood: use npm test -- --only ${names.join(",")}.`);
    return names;
  }
  const wanted = (args[at]!.split("=")[1] ?? args[at + 1] ?? "").split(",").filter(Boolean);
  const unknown = wanted.find((name) => !names.includes(name));
  if (unknown || wanted.length === 0)
    throw new Error(`--only takes some of ${names.join(",")}, not "${unknown ?? ""}".`);
  return names.filter((name) => wanted.includes(name));
}
