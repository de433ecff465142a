import fs from "node:fs";
import path from "node:path";
import { build, hashSources, isBuilt } from "@/scripts/start/build";
import { findChromium } from "@/scripts/test/chromium";
import { countPlaywright, countVitest, settle, type Counts } from "@/scripts/test/counts";
import { runProgram, type ProgramResult } from "@/scripts/test/program";

export type StepResult = Counts & {
  /** What to show when something failed. */
  output: string;
};

export type StepContext = {
  root: string;
  /** For reports and logs; removed afterwards. */
  scratch: string;
  onProgress: (text: string) => void;
  signal: AbortSignal;
  /** False once the build failed: then no journey can mean anything. */
  buildFailed: boolean;
};

type Step = { name: string; run: (context: StepContext) => Promise<StepResult> };

const one = (well: boolean, output: string): StepResult => ({
  passed: well ? 1 : 0,
  failed: well ? 0 : 1,
  skipped: 0,
  output,
});

const bin = {
  prettier: "node_modules/prettier/bin/prettier.cjs",
  eslint: "node_modules/eslint/bin/eslint.js",
  next: "node_modules/next/dist/bin/next",
  tsc: "node_modules/typescript/bin/tsc",
  vitest: "node_modules/vitest/vitest.mjs",
  playwright: "node_modules/@playwright/test/cli.js",
};

function run(
  { root }: StepContext,
  args: string[],
  extra: Record<string, string> = {},
): Promise<ProgramResult> {
  // The outer npm's variables would configure an inner tool; a colour code has no place in a log.
  const kept = Object.entries(process.env).filter(([name]) => !/^npm_/i.test(name));
  const env = {
    ...Object.fromEntries(kept),
    NEXT_TELEMETRY_DISABLED: "1",
    CHECKPOINT_DISABLE: "1",
    NO_COLOR: "1",
    ...extra,
  };
  return runProgram(process.execPath, args, env as unknown as NodeJS.ProcessEnv, root);
}

/** A check that either holds or not, in one or more programs. */
const check = (name: string, ...programs: string[][]): Step => ({
  name,
  run: async (context) => {
    let output = "";
    for (const args of programs) {
      const result = await run(context, args);
      output += result.output;
      if (result.code !== 0) return one(false, explain(result, output));
    }
    return one(true, output);
  },
});

const vitest = (project: string): Step => ({
  name: project,
  run: async (context) => {
    const report = path.join(context.scratch, `${project}.json`);
    const reporters = ["--reporter=default", "--reporter=json", `--outputFile.json=${report}`];
    const result = await run(context, [bin.vitest, "run", "--project", project, ...reporters]);
    return {
      ...settle(readReport(report, countVitest), result.code === 0),
      output: explain(result, result.output),
    };
  },
});

const buildStep: Step = {
  name: "build",
  run: async (context) => {
    const hash = hashSources(context.root);
    if (isBuilt(context.root, hash)) return one(true, "");
    try {
      await build(context.root, hash, path.join(context.scratch, "build.log"), context.signal);
      return one(true, "");
    } catch (error) {
      context.buildFailed = true;
      return one(false, error instanceof Error ? error.message : String(error));
    }
  },
};

const journeys: Step = {
  name: "journeys",
  run: async (context) => {
    if (context.buildFailed) return one(false, "Not run, since the build failed.");
    let chromium: string;
    try {
      chromium = await findChromium(context.root, context.onProgress);
    } catch (error) {
      return one(false, error instanceof Error ? error.message : String(error));
    }
    context.onProgress("journeys");
    const report = path.join(context.scratch, "journeys.json");
    const result = await run(context, [bin.playwright, "test", "--reporter=list,json"], {
      PLAYWRIGHT_CHROMIUM: chromium,
      PLAYWRIGHT_JSON_OUTPUT_FILE: report,
    });
    return {
      ...settle(readReport(report, countPlaywright), result.code === 0),
      output: explain(result, result.output),
    };
  },
};

/** Everything that `npm test` does, in order: the quickest to fail first. */
export const steps: Step[] = [
  check("format", [bin.prettier, "--check", "--log-level=warn", "."]),
  check("lint", [bin.eslint, "--max-warnings=0", "."]),
  check("types", [bin.next, "typegen"], [bin.tsc, "--noEmit"]),
  vitest("unit"),
  vitest("database"),
  buildStep,
  journeys,
];

function readReport(file: string, count: (report: unknown) => Counts): Counts | undefined {
  if (!fs.existsSync(file)) return undefined;
  return count(JSON.parse(fs.readFileSync(file, "utf8")));
}

function explain({ timedOut, signal }: ProgramResult, output: string): string {
  if (timedOut) return `${output}\nIt ran for longer than any step should and was stopped.`;
  return signal ? `${output}\nIt was ended by ${signal}.` : output;
}
