import fs from "node:fs";
import os from "node:os";
import path from "node:path";
import { dim, duration, green, red, say, step } from "@/scripts/start/terminal.mjs";
import { chooseSteps } from "@/scripts/test/counts";
import { interruptAll } from "@/scripts/test/program";
import { provideTerraform } from "@/scripts/test/terraform";
import { steps, type StepContext, type StepResult } from "@/scripts/test/steps";

const root = path.resolve(import.meta.dirname, "..");

/** Runs the whole verification, or the steps after --only. Ends with "N passed, N failed"; returns the exit code. */
export async function test(args: string[]): Promise<number> {
  const stopped = new AbortController();
  for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) {
    process.on(signal, () => {
      stopped.abort();
      void interruptAll();
    });
  }
  const scratch = fs.mkdtempSync(path.join(os.tmpdir(), "waymark-report-"));
  try {
    const names = chooseSteps(
      args,
      steps.map(({ name }) => name),
    );
    const context: StepContext = {
      root,
      scratch,
      signal: stopped.signal,
      buildFailed: false,
      onProgress: () => undefined,
    };
    if (names.some((name) => name === "database" || name === "journeys")) {
      await step("Looking for Terraform", (onProgress) => provideTerraform(root, process.env, onProgress), {
        quiet: true,
      });
    }
    const total = await runAll(names, context);
    if (stopped.signal.aborted) return 130;
    say(`${total.passed} passed, ${total.failed} failed`);
    return total.failed === 0 ? 0 : 1;
  } catch (error) {
    say(red(error instanceof Error ? error.message : String(error)));
    say("0 passed, 1 failed");
    return 1;
  } finally {
    fs.rmSync(scratch, { recursive: true, force: true });
  }
}

async function runAll(names: string[], context: StepContext): Promise<{ passed: number; failed: number }> {
  const total = { passed: 0, failed: 0 };
  for (const { name, run } of steps.filter((candidate) => names.includes(candidate.name))) {
    if (context.signal.aborted) break;
    const begin = performance.now();
    const result = await step(name, (onProgress) => run(Object.assign(context, { onProgress })), {
      quiet: true,
    });
    if (context.signal.aborted) break;
    report(name, result, performance.now() - begin);
    total.passed += result.passed;
    total.failed += result.failed;
  }
  return total;
}

function report(name: string, { passed, failed, skipped, output }: StepResult, ms: number): void {
  if (failed > 0) say(output.trimEnd());
  const numbers = passed + failed === 1 ? "" : ` ${passed} passed${failed > 0 ? `, ${failed} failed` : ""}`;
  const note = skipped > 0 ? `, ${skipped} skipped` : "";
  say(`${failed > 0 ? red("✗") : green("✓")} ${name}${numbers}${note} ${dim(`(${duration(ms)})`)}`);
}
