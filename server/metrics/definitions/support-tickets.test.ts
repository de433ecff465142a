import { describe, expect, it } from "vitest";
import { supportTickets } from "./support-tickets";
import { ask, at, set, people, ticket } from "../testing-platform";

describe("support tickets", () => {
  it("are for every hundred developers, each week, with a trend", () => {
    const opened = ["03", "10", "11", "17", "18", "19", "24", "25", "26", "27"];
    const events = set({
      people,
      tickets: [
        ...opened.map((day, n) => ticket(n, { openedAt: at(`${day}T10:00:00`) })),
        ticket(90, { automatic: true }),
        ticket(91, { isPlatform: false }),
      ],
    });
    // 10 in 4 weeks for 5 people: 50 for every 100; 1, 2, 3, 4 a week: 20 more each week.
    expect(supportTickets.evaluate(events, ask)).toMatchObject({
      value: 50,
      n: 10,
      parts: { trend: 20, developers: 5 },
    });
    expect(supportTickets.evaluate({ ...events, people: [] }, ask)).toMatchObject({
      value: null,
      parts: { tickets: 10 },
    });
  });
});
