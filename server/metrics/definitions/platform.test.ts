import { describe, expect, it } from "vitest";
import { type EventSet, noEvents, type Person } from "../core/events";
import type { PlainAsk } from "../core/facts";
import { change, deployment, run } from "../testing-made";
import { diffsPerEngineer } from "./diffs-per-engineer";
import { findingsFixedInTime } from "./findings-fixed-in-time";
import { goldenPathUsage } from "./golden-path-usage";
import { onboardingTime } from "./onboarding-time";
import { operationalEfficiency } from "./operational-efficiency";
import { platformAdoption } from "./platform-adoption";
import { platformUptime } from "./platform-uptime";
import { securityPosture } from "./security-posture";
import { selfServiceSuccess } from "./self-service-success";
import { supportTickets } from "./support-tickets";
import { timeOnNewCapabilities } from "./time-on-new-capabilities";
import { timeToFirstDeployment } from "./time-to-first-deployment";
import { toolFragmentation } from "./tool-fragmentation";
import { impact, type TeamHistory } from "./velocity-impact";

const ask: PlainAsk = {
  window: { from: new Date("2026-03-02T00:00:00Z"), to: new Date("2026-03-30T00:00:00Z") },
  teams: null,
  service: null,
  zone: "UTC",
  asOf: new Date("2026-04-01T00:00:00Z"),
};
const DAY = 86_400;
const at = (text: string) => new Date(`2026-03-${text}Z`);
const set = (of: Partial<EventSet>): EventSet => ({ ...noEvents(), ...of });
const person = (id: number, of: Partial<Person> = {}): Person => ({
  id,
  isDeveloper: true,
  isBot: false,
  fte: 1,
  hiredOn: null,
  leftOn: null,
  ...of,
});
const people = [1, 2, 3, 4, 5].map((id) => person(id));
const ticket = (id: number, of: object = {}) => ({
  id,
  service: null,
  team: "amber",
  openedAt: at("04T10:00:00"),
  isPlatform: true,
  automatic: false,
  actionIdentifier: null,
  handlingSeconds: null,
  runId: null,
  ...of,
});

describe("merged changes per engineer", () => {
  it("divides by the full-time equivalents that there were, and by weeks", () => {
    const changes = Array.from({ length: 18 }, (_, n) => change(n + 1, { authorId: 1 + (n % 5) }));
    // Five whole and one for half of the time at half of the hours: 5.25; one bot and one who writes no code.
    const all = [
      ...people.slice(0, 4),
      person(5),
      person(6, { fte: 0.5, hiredOn: "2026-03-16" }),
      person(7, { isBot: true }),
      person(8, { isDeveloper: false }),
    ];
    const events = set({
      people: all,
      changes: [...changes, change(90, { authorId: 7 }), change(91, { authorId: 8 })],
    });
    expect(diffsPerEngineer.evaluate(events, ask)).toMatchObject({
      n: 18,
      value: expect.closeTo(18 / 5.25 / 4, 12) as number,
      parts: { people: 6, fte: 5.25 },
      insufficient: undefined,
    });
  });

  it("cancels what was taken back with what took it back, and knows no author that it does not know", () => {
    const events = set({
      people,
      changes: [
        change(1, { authorId: 1, revertedByChangeId: 2 }),
        change(2, { authorId: 2, revertsChangeId: 1 }),
        change(3, { authorId: 1 }),
        change(4, { authorId: null }),
        change(5, { authorId: 1, isBot: true }),
      ],
    });
    expect(diffsPerEngineer.evaluate(events, ask).n).toBe(1);
  });

  it("counts a person for a team for the time in it, once in two teams at a time", () => {
    const join = (personId: number, team: string, from: string, to: string | null) => ({
      personId,
      team,
      startsAt: at(from),
      endsAt: to === null ? null : at(to),
    });
    const events = set({
      people,
      memberships: [
        join(1, "amber", "01T00:00:00", "16T00:00:00"),
        join(1, "birch", "16T00:00:00", null),
        join(2, "amber", "01T00:00:00", null),
        join(2, "birch", "01T00:00:00", null),
      ],
    });
    const fte = (teams: string[]) => diffsPerEngineer.evaluate(events, { ...ask, teams }).parts?.fte;
    expect([fte(["amber"]), fte(["birch"]), fte(["amber", "birch"])]).toEqual([1.5, 1.5, 2]);
  });

  it("says what it would need", () => {
    expect(diffsPerEngineer.evaluate(set({ people: people.slice(0, 4) }), ask).insufficient).toMatchObject({
      have: 4,
      need: 5,
    });
    expect(diffsPerEngineer.evaluate(noEvents(), ask)).toMatchObject({ value: null, n: 0 });
  });
});

describe("self-service success", () => {
  const of = (...runs: EventSet["runs"]) => set({ runs });

  it("takes a run with its repetitions as one request", () => {
    const events = of(
      run("a", { status: "failed", code: "timeout" }),
      run("b", { rerunOf: "a", status: "failed", code: "timeout" }),
      run("c", { rerunOf: "b" }),
      run("d"),
    );
    expect(selfServiceSuccess.evaluate(events, ask)).toMatchObject({
      value: 1,
      n: 2,
      parts: { retried: 1, helped: 0 },
    });
  });

  it("is no success with help, of whichever of its runs", () => {
    const events = set({
      runs: [run("a", { status: "failed" }), run("b", { rerunOf: "a" }), run("c")],
      tickets: [ticket(1, { runId: "b" }), ticket(2, { runId: "c", automatic: true })],
    });
    expect(selfServiceSuccess.evaluate(events, ask)).toMatchObject({
      value: 0.5,
      n: 2,
      parts: { helped: 1 },
    });
  });

  it("leaves out what was declined, cancelled before it began, or made by the portal itself", () => {
    const events = of(
      run("a", { status: "declined" }),
      run("b", { status: "cancelled", startedAt: null }),
      run("c", { bySystem: true }),
      run("d", { status: "applying", endedAt: null }),
    );
    expect(selfServiceSuccess.evaluate(events, ask)).toMatchObject({ value: null, n: 0 });
  });

  it("says whose fault a failure was", () => {
    const events = of(
      run("a", { status: "failed", code: "policy_denied" }),
      run("b", { status: "failed", code: "reported" }),
      run("c", { status: "interrupted", code: "interrupted" }),
      run("d", { status: "cancelled" }),
      run("e", { status: "expired" }),
    );
    expect(selfServiceSuccess.evaluate(events, ask)).toMatchObject({
      value: 0,
      n: 5,
      parts: { user: 1, upstream: 1, platform: 1, abandoned: 2 },
    });
  });
});

describe("adoption and golden paths", () => {
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

  it("knows supported versions, deprecated ones, and drift", () => {
    const on = (id: number, templateVersion: string | null, service = "api") =>
      deployment(id, { templateId: templateVersion && "service", templateVersion, service });
    const events = set({
      deployments: [on(1, "2.0.0"), on(2, "1.0.0"), on(3, null), on(4, "9.9.9"), on(5, "2.0.0", "cart")],
      templateVersions: [
        { slug: "service", version: "1.0.0", deprecated: true },
        { slug: "service", version: "2.0.0", deprecated: false },
      ],
      drifted: ["cart"],
    });
    expect(goldenPathUsage.evaluate(events, ask)).toMatchObject({
      value: 0.2,
      parts: { deprecated: 1, untemplated: 1 },
    });
  });
});

describe("times until something is reached", () => {
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

describe("tickets, toil and tools", () => {
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

  it("compare runs with tickets of their own kind alone", () => {
    const events = set({
      runs: [
        run("a"),
        run("b"),
        run("c"),
        run("d", { action: "create-bucket" }),
        run("e", { status: "failed" }),
      ],
      tickets: [ticket(1, { actionIdentifier: "create-service" }), ticket(2)],
    });
    expect(operationalEfficiency.evaluate(events, ask)).toMatchObject({ value: 0.75, n: 4 });
  });

  it("count each tool of a person once, unless logs broke off", () => {
    const use = (personId: number, tool: string, day = "2026-03-05") => ({ personId, tool, day });
    const toolUses = people.flatMap(({ id }) =>
      ["git", "ci", "chat"].slice(0, 1 + (id % 3)).map((t) => use(id, t)),
    );
    const events = set({ people, toolUses: [...toolUses, use(1, "git", "2026-03-06")] });
    // 2, 3, 1, 2, 3 tools.
    expect(toolFragmentation.evaluate(events, ask)).toMatchObject({ value: 2, n: 5, parts: { coverage: 1 } });
    const silent = ["wiki", "board"].map((tool) => use(1, tool, "2026-01-05"));
    expect(
      toolFragmentation.evaluate({ ...events, toolUses: [...events.toolUses, ...silent] }, ask),
    ).toMatchObject({
      value: null,
      insufficient: { have: 3, need: 4 },
    });
  });

  it("take shares of time where enough of it is told", () => {
    const memberships = people.map(({ id }) => ({
      personId: id,
      team: id < 4 ? "amber" : "birch",
      startsAt: new Date("2026-01-01T00:00:00Z"),
      endsAt: null,
    }));
    const entry = (week: string, category: string, share: number) => ({
      team: "amber",
      week,
      category,
      source: "issues",
      share,
    });
    const weeks = ["2026-03-02", "2026-03-09", "2026-03-16", "2026-03-23"];
    const timeEntries = weeks.flatMap((w) => [entry(w, "new", 0.25), entry(w, "keeping", 0.75)]);
    const events = set({ people, memberships, timeEntries });
    expect(timeOnNewCapabilities.evaluate(events, ask)).toMatchObject({
      value: 0.25,
      n: 4,
      parts: { coverage: 0.6 },
    });
    const half = { ...events, timeEntries: timeEntries.slice(0, 4) };
    expect(timeOnNewCapabilities.evaluate(half, ask)).toMatchObject({
      value: null,
      insufficient: { have: 30, need: 60 },
    });
  });
});

describe("uptime", () => {
  const probe = (component: string, minute: number, probes: boolean[], critical = true) =>
    probes.map((ok, n) => ({
      component,
      at: new Date(Date.UTC(2026, 2, 3, 0, minute)),
      probe: `p${n}`,
      ok,
      critical,
    }));

  it("is down where most probes of one critical component fail", () => {
    const events = set({
      probes: [
        ...probe("portal", 0, [true, true, false]),
        ...probe("git", 0, [true]),
        ...probe("portal", 1, [false, false, true]),
        ...probe("git", 1, [true]),
        ...probe("portal", 2, [true, false]),
        ...probe("git", 3, [false]),
        ...probe("wiki", 2, [false], false),
      ],
    });
    const result = platformUptime.evaluate(events, ask);
    expect(result).toMatchObject({ value: 0.5, n: 4, parts: { down: 2 } });
    expect(result).not.toHaveProperty("interval");
  });

  it("does not look at what is down on purpose", () => {
    const planned = { component: "git", startsAt: at("03T00:01:00"), endsAt: at("03T00:02:00") };
    const events = set({
      probes: [...probe("portal", 1, [true]), ...probe("git", 1, [false]), ...probe("git", 2, [true])],
      maintenance: [planned],
    });
    expect(platformUptime.evaluate(events, ask)).toMatchObject({ value: 1, n: 2 });
    expect(
      platformUptime.evaluate(set({ probes: probe("git", 1, [false]), maintenance: [planned] }), ask).value,
    ).toBeNull();
  });
});

describe("findings", () => {
  const finding = (id: number, of: object = {}) => ({
    id,
    service: "api",
    team: "amber",
    severity: "high" as const,
    status: "open" as const,
    suppressedUntil: null,
    firstSeenAt: at("03T00:00:00"),
    fixedAt: null,
    dueAt: at("20T00:00:00"),
    dedupeKey: `k${id}`,
    ...of,
  });
  const owners = ["api", "cart"].map((service) => ({
    service,
    team: "amber",
    startsAt: new Date("2026-01-01T00:00:00Z"),
    endsAt: null,
  }));

  it("are one for each weakness of a place, critical ones twice, by service", () => {
    const events = set({
      owners,
      findings: [
        finding(1, { severity: "critical" }),
        finding(2, { dedupeKey: "k1" }),
        finding(3),
        finding(4, { fixedAt: at("10T00:00:00"), status: "fixed" }),
        finding(5, { status: "suppressed", suppressedUntil: new Date("2026-05-01T00:00:00Z") }),
        finding(6, { status: "suppressed" }),
        finding(7, { severity: "medium" }),
        finding(8, { firstSeenAt: new Date("2026-04-01T00:00:00Z") }),
      ],
    });
    expect(securityPosture.evaluate(events, ask)).toMatchObject({
      value: 2,
      n: 3,
      parts: { critical: 1, high: 2, services: 2, age: 27 * DAY },
    });
    expect(securityPosture.evaluate(noEvents(), ask).value).toBeNull();
  });

  it("are fixed in time, or not, when they are due", () => {
    const events = set({
      findings: [
        finding(1, { fixedAt: at("20T00:00:00"), status: "fixed" }),
        finding(2, { fixedAt: at("20T00:00:01"), status: "fixed" }),
        finding(3),
        finding(4, { dedupeKey: "k3", dueAt: at("25T00:00:00"), fixedAt: at("21T00:00:00") }),
        finding(5, { dueAt: null }),
        finding(6, { status: "suppressed", suppressedUntil: at("25T00:00:00") }),
      ],
    });
    expect(findingsFixedInTime.evaluate(events, ask)).toMatchObject({
      value: 1 / 3,
      n: 3,
      insufficient: { need: 20 },
    });
  });
});

describe("velocity associated with adoption", () => {
  const WEEK = 7 * 86_400_000;
  const adopted = 20 * WEEK;
  /** One a week for 20 weeks, then `after` a week; from the beginning on, so that it is there before. */
  const team = (name: string, after: number, joins: boolean): TeamHistory => ({
    team: name,
    all: [
      ...Array.from({ length: 20 }, (_, n) => n * WEEK),
      ...Array.from({ length: 16 * after }, (_, n) => adopted + (n * WEEK) / after),
    ],
    adopted: joins ? adopted : null,
  });

  it("compares the change of those who began with that of those who did not", () => {
    const began = ["a", "b", "c", "d", "e"].map((name) => team(name, 2, true));
    const result = impact([...began, team("x", 1, false)], 0, 60 * WEEK);
    // 24 instead of 12 in twelve weeks, on a scale with a half more: 24.5 / 12.5.
    expect(result.value).toBeCloseTo(24.5 / 12.5 - 1, 9);
    expect(result).toMatchObject({ n: 5, parts: { adopters: 5, comparisons: 5 } });
    expect(result.interval![0]).toBeCloseTo(result.value!, 9);
  });

  it("needs five that began, and somebody else", () => {
    const began = ["a", "b", "c", "d"].map((name) => team(name, 2, true));
    expect(impact([...began, team("x", 1, false)], 0, 60 * WEEK)).toMatchObject({
      value: null,
      insufficient: { have: 4, need: 5 },
    });
    expect(impact([...began, team("e", 2, true)], 0, 60 * WEEK).value).toBeNull();
  });

  it("leaves out those whose weeks do not lie in the period", () => {
    const began = ["a", "b", "c", "d", "e"].map((name) => team(name, 2, true));
    expect(impact([...began, team("x", 1, false)], 21 * WEEK, 60 * WEEK).value).toBeNull();
    expect(impact([...began, team("x", 1, false)], 0, 30 * WEEK).value).toBeNull();
  });
});
