import { describe, expect, it } from "vitest";
import { Shutdown, type Stoppable } from "@/scripts/start/shutdown";

/** A portal with runs that end only by what is done to them; notes what was done, in order. */
function portal(runs: number, events: { onSay?: (text: string) => void; drains?: boolean } = {}) {
  const log: string[] = [];
  const note = (text: string) => void log.push(text);
  const stoppable: Stoppable = {
    activeRuns: async () => runs,
    drainWorker: async () => {
      note("worker drains");
      if (events.drains === false) await new Promise(() => undefined);
    },
    interruptRuns: () => note("runs interrupted"),
    killRuns: async () => {
      note("runs killed");
      runs = 0;
    },
    stopRest: async () => note("rest stopped"),
    say: (text) => events.onSay?.(text),
  };
  return { stoppable, log, finishRuns: () => (runs = 0) };
}

describe("stopping the portal", () => {
  it("drains the worker and stops everything when no run is under way", async () => {
    const shutdown = new Shutdown();
    expect(shutdown.press(0)).toBe(true);
    const { stoppable, log } = portal(0);
    await shutdown.run(stoppable);
    expect(log).toEqual(["worker drains", "rest stopped"]);
  });

  it("waits for runs and says so", async () => {
    const said: string[] = [];
    const shutdown = new Shutdown();
    shutdown.press(0);
    const { stoppable, log, finishRuns } = portal(2, {
      onSay: (text) => {
        said.push(text);
        finishRuns();
      },
    });
    await shutdown.run(stoppable);
    expect(said).toEqual(["Waiting for 2 runs to finish. Press Ctrl-C again to interrupt safely."]);
    expect(log).toEqual(["worker drains", "rest stopped"]);
  });

  it("interrupts at the second Ctrl-C and kills at the third", async () => {
    const shutdown = new Shutdown();
    shutdown.press(0);
    let now = 0;
    const { stoppable, log } = portal(1, { onSay: () => void shutdown.press((now += 1000)) });
    await shutdown.run(stoppable);
    expect(log).toEqual(["worker drains", "runs interrupted", "runs killed", "rest stopped"]);
  });

  it("takes two signals at once for one press, as npm passes on what the terminal delivered", () => {
    const shutdown = new Shutdown();
    expect([0, 3, 350].map((now) => shutdown.press(now))).toEqual([true, false, false]);
  });

  it("does not wait for a worker that hangs once it was asked three times", async () => {
    const shutdown = new Shutdown();
    for (const now of [0, 1000, 2000]) shutdown.press(now);
    const { stoppable, log } = portal(0, { drains: false });
    await shutdown.run(stoppable);
    expect(log).toEqual(["worker drains", "rest stopped"]);
  });
});
