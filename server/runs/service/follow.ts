import { setTimeout as sleep } from "node:timers/promises";
import type {
  Diagnostic,
  ExecutionReport,
  LogLine,
  ParsedLine,
  PipelineBackend,
} from "@/server/pipelines/backend";
import { interruptExecution, outputSize, readOutput, readReport } from "@/server/pipelines/execution/spool";
import { storable, takeLines } from "@/server/runs/core/lines";
import { bytesOf, keptOf, nextRead } from "@/server/runs/core/log-cap";
import {
  appendLog,
  type ExecutionRow,
  keptBytes,
  markEnded,
  markStarted,
} from "@/server/runs/store/executions";
import { cancelRequested } from "@/server/runs/store/runs";
import { LetGo, type Drive } from "./drive";

/** How often the database is asked whether somebody wants the run to stop, in ms. */
const CANCEL_CHECK_MS = 500;

export type Redact = (text: string) => string;

/**
 * Follows an execution to its end: stores its output as log lines, passes a cancellation on, and says how it ended. It
 * changes nothing about the execution itself, so it can be left at any moment and taken up by another worker.
 */
export async function follow(
  drive: Drive,
  execution: ExecutionRow,
  backend: PipelineBackend,
  redact: Redact,
): Promise<ExecutionReport> {
  const { engine, ctx } = drive;
  let offset = execution.logOffset;
  let inLongLine = await endsInsideLine(engine.dataDir, execution.id, offset);
  let kept = offset === 0 ? 0 : await keptBytes(ctx.db, execution);
  let known = execution.status;
  let cancelCheckedAt = -Infinity;
  let stopAsked = false;
  for (;;) {
    drive.checkpoint();
    // The report is read before the output: what an ended execution wrote is all there by then.
    const report = await readReport(engine.dataDir, execution.id);
    const ended = report.state === "exited" || report.state === "lost" || report.state === "absent";
    if (known === "requested" && report.state !== "requested") {
      await markStarted(ctx.db, execution.id, report.startedAt);
      known = "running";
    }
    const left = Math.max(0, (await outputSize(engine.dataDir, execution.id)) - offset);
    const wanted = nextRead(left, { kept, ended });
    const last = ended && wanted === left;
    const { bytes } = await readOutput(engine.dataDir, execution.id, offset, wanted);
    const taken = takeLines(bytes, { inLongLine, ended: last });
    if (taken.consumed > 0) {
      const found = understand(taken.lines, backend, redact);
      const lines = keptOf(found.lines, { kept, last });
      const batch = { ...found, lines, from: offset, to: offset + taken.consumed };
      if (!(await drive.tx((tx) => appendLog(tx, execution, drive.fence, batch)))) throw new LetGo("lost");
      offset = batch.to;
      inLongLine = taken.inLongLine;
      kept += bytesOf(lines);
    }
    if (last) {
      await markEnded(ctx.db, execution.id, {
        status: report.state === "exited" ? "exited" : "lost",
        exitCode: report.exitCode,
        at: report.finishedAt,
      });
      return report;
    }
    if (!stopAsked && performance.now() - cancelCheckedAt > CANCEL_CHECK_MS) {
      cancelCheckedAt = performance.now();
      if (await cancelRequested(ctx.db, execution.runId)) {
        await interruptExecution(engine.dataDir, execution.id, "cancel");
        stopAsked = true;
      }
    }
    if (wanted === 0 || wanted === left) await pause(drive, engine.timing.pollMs);
  }
}

async function pause(drive: Drive, ms: number): Promise<void> {
  try {
    await sleep(ms, undefined, { signal: drive.signal });
  } catch {
    // Woken early: the reason is thrown instead of the timer's own error.
    drive.checkpoint();
  }
}

/** Whether the byte before `offset` is inside a line: then that line was too long, and its rest is to be passed over. */
async function endsInsideLine(dataDir: string, id: string, offset: number): Promise<boolean> {
  if (offset === 0) return false;
  const { bytes } = await readOutput(dataDir, id, offset - 1, 1);
  return bytes.length === 1 && bytes[0] !== 0x0a;
}

interface Understood {
  lines: LogLine[];
  completed: NonNullable<ParsedLine["completed"]>[];
  diagnostics: Diagnostic[];
}

/** Secrets go first, so that neither the log nor what is read out of it ever holds one. */
function understand(texts: string[], backend: PipelineBackend, redact: Redact): Understood {
  const out: Understood = { lines: [], completed: [], diagnostics: [] };
  for (const text of texts) {
    const { line, diagnostic, completed } = backend.parseLine(redact(text).replaceAll("\u0000", "\u2400"));
    if (line) out.lines.push({ level: line.level, text: storable(line.text) });
    if (diagnostic) out.diagnostics.push(diagnostic);
    if (completed) out.completed.push(completed);
  }
  return out;
}
