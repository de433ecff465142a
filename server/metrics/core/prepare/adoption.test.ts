import { describe, expect, it } from "vitest";
import type { Adoption, TeamOnPlatform } from "../../schema";
import { abandonedFigure, failuresFigure, funnelFigure, teamsFigure } from "./adoption";

const adoption: Adoption = {
  from: "2026-01-05",
  to: "2026-03-30",
  visits: { days: 120, people: 14, insufficient: null },
  forms: { started: 40, submitted: 20, approved: 15, succeeded: 12, since: null },
  abandoned: [
    {
      action: "create-service",
      started: 40,
      submitted: 20,
      abandoned: 18,
      steps: { Network: 11, Basics: 4 },
    },
  ],
  failed: [{ action: "create-service", class: "upstream", code: "plan_failed", count: 3 }],
};

describe("the funnel", () => {
  it("says how many are left of those before", () => {
    const { bars } = funnelFigure(adoption);
    expect(bars.map(({ label, value, detail }) => [label, value, detail])).toEqual([
      ["Visit", 120, "14 people, each day of theirs once"],
      ["Form opened", 40, undefined],
      ["Sent", 20, "50% of those before"],
      ["Past approval", 15, "75% of those before"],
      ["Succeeded", 12, "80% of those before"],
    ]);
  });

  it("has gaps where nothing is known, and no share of nothing", () => {
    const { bars, note } = funnelFigure({ ...adoption, forms: null });
    expect(bars.slice(1).map(({ value }) => value)).toEqual([null, null, null, null]);
    expect(note).toMatch(/nothing is known of forms/);
    const none = { started: 0, submitted: 0, approved: 0, succeeded: 0, since: "2026-02-01" };
    const empty = funnelFigure({ ...adoption, forms: none });
    expect(empty.bars[2]).toEqual({ id: "submitted", label: "Sent", value: 0, n: null });
    expect(empty.note).toMatch(/since 2026-02-01/);
  });
});

it("says in words what fails and where forms are left", () => {
  const titleOf = (action: string) => (action === "create-service" ? "Create a service" : undefined);
  const failures = failuresFigure(
    adoption,
    (action, failure) => `/runs?action=${action}&f=${failure}`,
    titleOf,
  );
  expect(failures.rows[0]).toMatchObject({
    href: "/runs?action=create-service&f=upstream",
    cells: { action: "Create a service", class: "Another system", why: "The plan failed", count: 3 },
  });
  expect(abandonedFigure(adoption, (action) => action, titleOf).rows[0]).toEqual({
    id: "create-service",
    href: "create-service",
    cells: { action: "Create a service", started: 40, abandoned: 18, share: 0.45, step: "Network (11)" },
  });
  expect(abandonedFigure(adoption, String, () => undefined).rows[0]).toMatchObject({
    cells: { action: "create-service" },
  });
  expect(abandonedFigure(adoption, String, () => undefined).rows[0]).not.toHaveProperty("href");
});

it("names teams that are not on the platform first, with since when", () => {
  const team = (name: string, of: Partial<TeamOnPlatform>): TeamOnPlatform => ({
    team: name,
    title: name,
    onboardedAt: null,
    since: null,
    last: null,
    deployments: 0,
    viaPlatform: 0,
    actions: 0,
    state: "idle",
    ...of,
  });
  const { rows } = teamsFigure(
    [
      team("a", {}),
      team("b", { state: "on", deployments: 4, viaPlatform: 1, since: "2026-01-07T12:00:00.000Z" }),
      team("c", { state: "off", deployments: 2 }),
    ],
    (id) => id,
  );
  expect(rows.map(({ id, cells }) => [id, cells.state, cells.share, cells.since])).toEqual([
    ["c", "Not on it", 0, null],
    ["b", "On the platform", 0.25, "2026-01-07"],
    ["a", "No deployments", null, null],
  ]);
});
