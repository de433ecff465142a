import { describe, expect, it } from "vitest";
import { deployment } from "../testing-made";
import { timeToFirstDeployment } from "./time-to-first-deployment";
import { ask, DAY, at, set } from "../testing-platform";

describe("time to the first deployment", () => {
  it("count teams that wait still", () => {
    const on = at("02T00:00:00");
    const events = set({
      teams: ["amber", "birch", "cedar"].map((team) => ({ team, onboardedAt: on })),
      deployments: [
        deployment(1, { team: "amber", viaPlatform: true, finishedAt: at("04T00:00:00") }),
        deployment(2, { team: "birch", viaPlatform: true, finishedAt: at("12T00:00:00") }),
        deployment(3, { team: "cedar", finishedAt: at("03T00:00:00") }),
      ],
    });
    // S(2 d) = 2/3, S(10 d) = 1/3.
    expect(timeToFirstDeployment.evaluate(events, ask)).toMatchObject({
      value: 10 * DAY,
      n: 3,
      parts: { waiting: 1 / 3 },
    });
    const fewer = { ...events, deployments: events.deployments.slice(0, 1) };
    expect(timeToFirstDeployment.evaluate(fewer, ask)).toMatchObject({
      value: null,
      n: 3,
      insufficient: { have: 1, need: 2 },
    });
  });
});
