import { describe, expect, it } from "vitest";
import { noEvents } from "../core/events";
import { deployment, run } from "../testing-made";
import { platformAdoption } from "./platform-adoption";
import { ask, set } from "../testing-platform";

describe("platform adoption", () => {
  it("asks the teams that deploy, whatever way they go", () => {
    const events = set({
      deployments: [
        deployment(1, { team: "amber", viaPlatform: true }),
        deployment(2, { team: "birch", service: "cart" }),
        deployment(3, { team: "cedar", service: "docs" }),
        deployment(4, { team: null, service: "lost" }),
      ],
      runs: [
        run("a", { team: "birch" }),
        run("b", { team: "dune" }),
        run("c", { team: "cedar", status: "failed" }),
      ],
    });
    expect(platformAdoption.evaluate(events, ask)).toMatchObject({
      value: 2 / 3,
      numerator: 2,
      denominator: 3,
      parts: { services: 0.25, deployments: 0.25, retention: null },
    });
    expect(platformAdoption.evaluate(noEvents(), ask)).toMatchObject({ value: null });
  });

  it("says who stayed", () => {
    const early = new Date("2026-02-10T00:00:00Z");
    const events = set({
      deployments: [
        deployment(1, { team: "amber", viaPlatform: true, finishedAt: early }),
        deployment(2, { team: "birch", viaPlatform: true, finishedAt: early }),
        deployment(3, { team: "amber", viaPlatform: true }),
      ],
    });
    expect(platformAdoption.evaluate(events, ask).parts?.retention).toBe(0.5);
  });
});
