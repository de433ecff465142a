import { addIntervals, dateOf, startOf } from "@/server/metrics/core/zone";
import type { Widget } from "@/server/dashboards/core/widgets/union";
import type { CreatePageInput, DefinitionInput } from "@/server/dashboards/schema";
import { ANOMALY, CURRENCY } from "./bill";
import type { Calendar } from "./calendar";
import { BAD_QUARTER, ORGANISATION } from "./teams";

const LABEL = "Demo data";
const FOLDER = `${ORGANISATION} (demo data)`;
const WORDS = `**${LABEL}.** ${ORGANISATION} does not exist. What happened to it is on [the page about the demo organisation](/docs/demo); _Remove demo data_ takes this page along.`;

/** Half-open, in dates. */
interface Span {
  from: string;
  to: string;
}

/** A widget with how many of the twelve parts of its row it takes. */
type Piece = [size: number, widget: Widget];

/** Rows of widgets as a page keeps them; each widget is known by its place. */
function laidOut(rows: readonly { height: number; pieces: readonly Piece[] }[]): DefinitionInput {
  const named = rows.map(({ height, pieces }, row) => ({
    height,
    pieces: pieces.map(([size, widget], column) => ({ size, widget, id: `w${row + 1}-${column + 1}` })),
  }));
  return {
    widgets: named.flatMap(({ pieces }) => pieces.map(({ widget, id }) => ({ ...widget, id }))),
    layout: named.map(({ height, pieces }) => ({
      height,
      columns: pieces.map(({ id, size }) => ({ id, size })),
    })),
  };
}

const words = (markdown: string): Widget => ({ type: "markdown", title: LABEL, markdown });
const metric = (
  id: string,
  view: "number" | "series" | "breakdown",
  more: { title?: string; range?: Span } = {},
): Widget => ({ type: "metric", metric: id, view, ...more });
const everything = { combinator: "and" as const, rules: [] };
const ofTier = (tier: string) => ({
  combinator: "and" as const,
  rules: [{ property: "tier", operator: "=" as const, value: tier }],
});

/** The folder of the scenario. */
export const demoFolder = (): CreatePageInput => ({
  type: "folder",
  title: FOLDER,
  icon: "Folder",
  description: `Dashboards over the demo organisation ${ORGANISATION}.`,
});

/** The dashboards in it: how the organisation delivers, and what it has and pays. */
export function demoPages(calendar: Calendar, blueprint: string): CreatePageInput[] {
  const span = (from: number, to: number): Span => ({ from: calendar.date(from), to: calendar.date(to) });
  const months: Span = {
    from: dateOf(addIntervals("month", startOf("month", calendar.anchor), -6)),
    to: calendar.date(0),
  };
  const bad = span(BAD_QUARTER.from, BAD_QUARTER.to);
  return [
    {
      title: `${ORGANISATION}: how it delivers`,
      icon: "Deployment",
      description: `${LABEL}. Speed and stability of the last nine months.`,
      definition: laidOut([
        { height: 140, pieces: [[12, words(WORDS)]] },
        {
          height: 220,
          pieces: [
            [3, metric("deployment-frequency", "number")],
            [3, metric("change-lead-time", "number")],
            [3, metric("change-fail-rate", "number")],
            [3, metric("failed-deployment-recovery-time", "number")],
          ],
        },
        {
          height: 370,
          pieces: [
            [
              12,
              metric("deployment-frequency", "series", {
                title: "Deployments grow as teams come on board",
                range: span(calendar.first, 0),
              }),
            ],
          ],
        },
        {
          height: 580,
          pieces: [
            [6, metric("change-fail-rate", "breakdown", { title: "Who the bad quarter hit", range: bad })],
            [6, metric("change-fail-rate", "breakdown", { title: "The same teams in the last weeks" })],
          ],
        },
      ]),
    },
    {
      title: `${ORGANISATION}: services and costs`,
      icon: "Microservice",
      description: `${LABEL}. What there is, in which language, and what it costs.`,
      definition: laidOut([
        { height: 140, pieces: [[12, words(WORDS)]] },
        {
          height: 220,
          pieces: [
            [
              3,
              {
                type: "entities-number-chart",
                title: "Services",
                chartType: "countEntities",
                calculationBy: "entities",
                func: "count",
                blueprint,
                dataset: everything,
                unit: "none",
              },
            ],
            [
              3,
              {
                type: "entities-number-chart",
                title: "That customers notice at once",
                description: "Services of tier 1.",
                chartType: "countEntities",
                calculationBy: "entities",
                func: "count",
                blueprint,
                dataset: ofTier("1"),
                unit: "none",
              },
            ],
            [
              6,
              {
                type: "cost",
                title: "Paid since six months",
                view: "number",
                currency: CURRENCY,
                range: months,
              },
            ],
          ],
        },
        {
          height: 400,
          pieces: [
            [
              4,
              {
                type: "entities-pie-chart",
                title: "By language",
                blueprint,
                property: "language",
                dataset: everything,
              },
            ],
            [
              8,
              {
                type: "cost",
                title: "Cost by team",
                view: "series",
                by: "team",
                interval: "month",
                currency: CURRENCY,
                range: months,
              },
            ],
          ],
        },
        {
          height: 400,
          pieces: [
            [
              12,
              {
                type: "cost",
                title: "Four dear days of Data",
                description: "A backfill that nobody had told to end.",
                view: "series",
                by: "entity",
                interval: "day",
                team: ANOMALY.team,
                currency: CURRENCY,
                range: span(ANOMALY.from - 14, ANOMALY.to + 14),
              },
            ],
          ],
        },
        {
          height: 440,
          pieces: [
            [
              12,
              {
                type: "table-entities-explorer",
                title: "Services of tier 1",
                blueprint,
                dataset: ofTier("1"),
              },
            ],
          ],
        },
      ]),
    },
  ];
}
