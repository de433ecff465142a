import type { Adoption, MetricValue, TeamOnPlatform } from "../../schema";
import { CLASS_WORDS, codeWords } from "../failure-class";
import type { BarsFigure, SeriesFigure, TableFigure } from "../figure";

const FORMS = ["Visits to the portal", "Forms that were opened", "Runs of the portal"];
const RUNS = ["Runs of the portal", "Tickets"];

const percent = (part: number, whole: number) => `${Math.round((part / whole) * 100)}%`;

/** From a visit to success: how many are left at each step. A step that is not known is a gap, not zero. */
export function funnelFigure({ visits, forms }: Adoption): BarsFigure {
  const steps = [
    { id: "started", label: "Form opened", before: null },
    { id: "submitted", label: "Sent", before: "started" },
    { id: "approved", label: "Past approval", before: "submitted" },
    { id: "succeeded", label: "Succeeded", before: "approved" },
  ] as const;
  return {
    shape: "bars",
    title: "From a visit to success",
    unit: "count",
    direction: "up",
    sources: FORMS,
    n: forms?.started ?? null,
    bars: [
      {
        id: "visits",
        label: "Visit",
        value: visits.days,
        n: null,
        ...(visits.people === null ? {} : { detail: `${visits.people} people, each day of theirs once` }),
        ...(visits.insufficient ? { insufficient: visits.insufficient } : {}),
      },
      ...steps.map(({ id, label, before }) => ({
        id,
        label,
        value: forms?.[id] ?? null,
        n: null,
        ...(forms && before && forms[before] > 0
          ? { detail: `${percent(forms[id], forms[before])} of those before` }
          : {}),
      })),
    ],
    ...(forms === null
      ? { note: "No opened form was noted by the end of this span, so nothing is known of forms." }
      : forms.since
        ? { note: `Forms are counted since ${forms.since}, so the first days of the span are not in it.` }
        : { note: "Follows forms that were opened in the span. Runs without a form are not in it." }),
  };
}

/** Which actions fail and why, the most often first; a row leads to its runs. `titleOf` says what an action is called. */
export function failuresFigure(
  { failed }: Adoption,
  hrefOf: (action: string, failure: string) => string,
  titleOf: (action: string) => string | undefined,
): TableFigure {
  return {
    shape: "table",
    title: "What fails, and why",
    unit: "count",
    direction: "down",
    sources: RUNS,
    n: failed.reduce((sum, { count }) => sum + count, 0),
    columns: [
      { id: "action", label: "Action", kind: "text" },
      { id: "class", label: "Cause", kind: "text" },
      { id: "why", label: "Reason", kind: "text" },
      { id: "count", label: "Requests", kind: "number", unit: "count" },
    ],
    rows: failed.map((row) => ({
      id: `${row.action} ${row.class} ${row.code}`,
      href: hrefOf(row.action, row.class),
      cells: {
        action: titleOf(row.action) ?? row.action,
        class: CLASS_WORDS[row.class],
        why: codeWords(row.code),
        count: row.count,
      },
    })),
  };
}

/** Where forms are left, and at which step the most often. An action that is no more, or that nobody may see, has no page to lead to. */
export function abandonedFigure(
  { abandoned }: Adoption,
  hrefOf: (action: string) => string,
  titleOf: (action: string) => string | undefined,
): TableFigure {
  return {
    shape: "table",
    title: "Where forms are left",
    unit: "count",
    direction: "down",
    sources: FORMS.slice(1, 2),
    n: abandoned.reduce((sum, { started }) => sum + started, 0),
    columns: [
      { id: "action", label: "Action", kind: "text" },
      { id: "started", label: "Opened", kind: "number", unit: "count" },
      { id: "abandoned", label: "Left", kind: "number", unit: "count" },
      { id: "share", label: "Share", kind: "number", unit: "ratio" },
      { id: "step", label: "Most often at", kind: "text" },
    ],
    rows: abandoned.map((row) => {
      const [most] = Object.entries(row.steps).sort((a, b) => b[1] - a[1] || (a[0] < b[0] ? -1 : 1));
      return {
        id: row.action,
        ...(titleOf(row.action) === undefined ? {} : { href: hrefOf(row.action) }),
        cells: {
          action: titleOf(row.action) ?? row.action,
          started: row.started,
          abandoned: row.abandoned,
          share: row.started ? row.abandoned / row.started : null,
          step: most ? `${most[0]} (${most[1]})` : null,
        },
      };
    }),
    note: "A form counts as left an hour after it was opened. What was typed is kept nowhere.",
  };
}

const STATES = { on: "On the platform", off: "Not on it", idle: "No deployments" } as const;

/** Teams on the platform and beside it, with since when; those beside it first, since they are who to talk to. */
export function teamsFigure(teams: readonly TeamOnPlatform[], hrefOf: (team: string) => string): TableFigure {
  const order = ["off", "on", "idle"];
  return {
    shape: "table",
    title: "Teams on the platform, and those that are not",
    unit: "count",
    direction: "none",
    sources: ["Deployments", "Runs of the portal"],
    n: teams.length,
    columns: [
      { id: "team", label: "Team", kind: "text" },
      { id: "state", label: "Platform", kind: "text" },
      { id: "share", label: "Deployments through it", kind: "number", unit: "ratio" },
      { id: "deployments", label: "Deployments", kind: "number", unit: "count" },
      { id: "actions", label: "Actions", kind: "number", unit: "count" },
      { id: "since", label: "Since", kind: "text" },
    ],
    rows: [...teams]
      .sort((a, b) => order.indexOf(a.state) - order.indexOf(b.state) || (a.title < b.title ? -1 : 1))
      .map((one) => ({
        id: one.team,
        href: hrefOf(one.team),
        cells: {
          team: one.title,
          state: STATES[one.state],
          share: one.deployments ? one.viaPlatform / one.deployments : null,
          deployments: one.deployments,
          actions: one.actions,
          since: (one.since ?? one.onboardedAt)?.slice(0, 10) ?? null,
        },
      })),
  };
}

/** How many teams were on the platform in each bucket, and how many beside it, from the share that the metric says. */
export function teamsCourse(value: MetricValue): SeriesFigure | null {
  const { series, definition } = value;
  if (!series) return null;
  const part = (of: (numerator: number, denominator: number) => number) =>
    series.results.map(({ numerator, denominator, value: share }) =>
      share === null || numerator === undefined || denominator === undefined
        ? null
        : of(numerator, denominator),
    );
  const none = series.results.map(() => null);
  return {
    shape: "series",
    title: "Teams by month",
    unit: "count",
    direction: "none",
    sources: definition.sources,
    n: null,
    metric: definition.id,
    interval: series.interval,
    buckets: series.buckets,
    series: [
      { id: "on", label: "On the platform", values: part((on) => on), n: none },
      { id: "(off)", label: "Not on it", values: part((on, all) => all - on), n: none },
    ],
    annotations: [],
  };
}
