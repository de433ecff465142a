import { describe, expect, it } from "vitest";
import { change } from "../testing-made";
import { onboardingTime } from "./onboarding-time";
import { ask, DAY, set, people } from "../testing-platform";

describe("time until people are on board", () => {
  it("take the tenth change of who began, and those who left as long as they were there", () => {
    const hired = people.map((p) => ({
      ...p,
      hiredOn: "2026-03-02",
      leftOn: p.id === 5 ? "2026-03-05" : null,
    }));
    const changes = [1, 2, 3].flatMap((authorId) =>
      Array.from({ length: 10 }, (_, n) =>
        change(authorId * 100 + n, { authorId, mergedAt: new Date(Date.UTC(2026, 2, 3 + n + authorId)) }),
      ),
    );
    // Tenth merges on the 13th, 14th and 15th: after 11, 12 and 13 days; one waits, one left on the 5th.
    // S(11) = 3/4 of those left, S(12) = 2/4.
    expect(onboardingTime.evaluate(set({ people: hired, changes }), ask)).toMatchObject({
      value: 12 * DAY,
      n: 5,
      parts: { waiting: 0.4, firstDeployment: null },
    });
  });
});
