import { setTimeout as pause } from "node:timers/promises";
import type { RunState } from "@/scripts/start/runs";

/** What a shutdown acts on. */
export type Stoppable = {
  activeRuns(states: RunState[]): Promise<number>;
  /** No new work is taken; what the worker does now it finishes. */
  drainWorker(): Promise<void>;
  /** Asks Terraform to stop in order, and the supervisor to end after it. */
  interruptRuns(): void;
  killRuns(): Promise<void>;
  /** Everything else, once no run is under way. */
  stopRest(): Promise<void>;
  say(text: string): void;
};

/** npm passes a Ctrl-C on that the terminal has delivered already: two signals this close (ms) are one. */
const samePressMs = 400;
const pollMs = 200;

/**
 * How often a person pressed Ctrl-C decides how patient we are: once waits for Terraform, twice interrupts it in order,
 * three times kills it.
 */
export class Shutdown {
  private presses = 0;
  private lastPress = -Infinity;

  /** Notes one signal. Returns true for the first, after which `run` is to be called. */
  press(now = performance.now()): boolean {
    const same = now - this.lastPress < samePressMs;
    this.lastPress = now;
    if (!same) this.presses += 1;
    return !same && this.presses === 1;
  }

  async run(portal: Stoppable): Promise<void> {
    const drained = portal.drainWorker();
    const count = await portal.activeRuns(["requested", "running"]);
    if (count > 0) {
      const runs = count === 1 ? "1 run" : `${count} runs`;
      portal.say(`Waiting for ${runs} to finish. Press Ctrl-C again to interrupt safely.`);
      await this.waitForRuns(portal, ["requested", "running"], 2);
      if (this.presses >= 2) {
        portal.say(
          "Interrupting Terraform, which finishes what it is creating right now. Press Ctrl-C again to kill it.",
        );
        portal.interruptRuns();
        // What had not begun stays asked for, and begins at the next start.
        await this.waitForRuns(portal, ["running"], 3);
      }
      if (this.presses >= 3) {
        portal.say("Killing Terraform: the runs will be marked as interrupted at the next start.");
        await portal.killRuns();
      }
    }
    await Promise.race([drained, this.pressed(3)]);
    await portal.stopRest();
  }

  private async waitForRuns(portal: Stoppable, states: RunState[], until: number): Promise<void> {
    while (this.presses < until && (await portal.activeRuns(states)) > 0) await pause(pollMs);
  }

  private async pressed(times: number): Promise<void> {
    while (this.presses < times) await pause(pollMs, undefined, { ref: false });
  }
}
