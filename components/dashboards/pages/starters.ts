import type { BlueprintDefinition } from "@/server/catalog/schema";
import type { Widget } from "@/server/dashboards/core/widgets/union";
import type { DefinitionInput } from "@/server/dashboards/schema";

/** What a new page begins with. */
export interface Starter {
  id: "blank" | "team" | "platform";
  label: string;
  description: string;
  /** Widgets in rows, made for the blueprints that there are. */
  make: (blueprints: readonly BlueprintDefinition[]) => DefinitionInput;
}

/** A widget with how much of its row it takes. */
type Piece = [size: number, widget: Widget];

/** Rows of widgets as a page keeps them; each widget gets an id by its place. */
function page(rows: { height: number; pieces: Piece[] }[]): DefinitionInput {
  const named = rows.map(({ height, pieces }, row) => ({
    height,
    columns: pieces.map(([size, widget], column) => {
      const id = `w${row + 1}${"abcdef"[column] ?? ""}`;
      return { size, id, widget: { ...widget, id } };
    }),
  }));
  return {
    widgets: named.flatMap(({ columns }) => columns.map(({ widget }) => widget)),
    layout: named.map(({ height, columns }) => ({
      height,
      columns: columns.map(({ id, size }) => ({ id, size })),
    })),
  };
}

/** What most portals are about, where there is such a blueprint; else the first one. */
const mainOf = (blueprints: readonly BlueprintDefinition[]): BlueprintDefinition | undefined =>
  blueprints.find(({ identifier }) => identifier === "service") ?? blueprints[0];

/** A property with few values, by which entities are told apart. */
const choiceOf = ({ schema }: BlueprintDefinition): string =>
  Object.entries(schema.properties).find(([, property]) => Array.isArray(property.enum))?.[0] ?? "$team";

const all = { combinator: "and" as const, rules: [] };
const OF_MY_TEAMS = {
  combinator: "and" as const,
  rules: [
    {
      property: "$team",
      operator: "containsAny" as const,
      value: { context: "userTeams" as const, property: "$identifier" },
    },
  ],
};

const metric = (id: string, view: "number" | "series" | "breakdown" = "number"): Widget => ({
  type: "metric",
  metric: id,
  view,
});

export const STARTERS: readonly Starter[] = [
  {
    id: "blank",
    label: "Blank",
    description: "An empty page, for you to fill.",
    make: () => ({ widgets: [] }),
  },
  {
    id: "team",
    label: "Team overview",
    description: "What my teams own, how they deliver, and what they ran last.",
    make: (blueprints) => {
      const main = mainOf(blueprints);
      return page([
        {
          height: 220,
          pieces: [
            [3, metric("deployment-frequency")],
            [3, metric("change-lead-time")],
            [3, metric("change-fail-rate")],
            [3, metric("incident-restore-time")],
          ],
        },
        ...(main
          ? [
              {
                height: 440,
                pieces: [
                  [
                    8,
                    {
                      type: "table-entities-explorer",
                      title: `${main.title} of my teams`,
                      blueprint: main.identifier,
                      dataset: OF_MY_TEAMS,
                    },
                  ],
                  [
                    4,
                    {
                      type: "entities-pie-chart",
                      title: `${main.title} of my teams by kind`,
                      blueprint: main.identifier,
                      property: choiceOf(main),
                      dataset: OF_MY_TEAMS,
                    },
                  ],
                ] satisfies Piece[],
              },
            ]
          : []),
        {
          height: 360,
          pieces: [
            [6, { type: "runs-table", title: "Latest runs", query: { limit: 20 } }],
            [6, { type: "recently-used-actions", title: "Recently used actions" }],
          ],
        },
      ]);
    },
  },
  {
    id: "platform",
    label: "Platform overview",
    description: "Who uses the platform, how well it serves them, what it costs and what was changed.",
    make: (blueprints) => {
      const main = mainOf(blueprints);
      return page([
        {
          height: 220,
          pieces: [
            [3, metric("platform-adoption")],
            [3, metric("self-service-success-rate")],
            [3, metric("time-to-first-deployment")],
            [3, metric("platform-uptime")],
          ],
        },
        {
          height: 400,
          pieces: [
            [6, metric("self-service-success-rate", "series")],
            [6, { type: "cost", title: "Cost by team", view: "bars", by: "team" }],
          ],
        },
        ...(main
          ? [
              {
                height: 360,
                pieces: [
                  [
                    3,
                    {
                      type: "entities-number-chart",
                      title: main.title,
                      blueprint: main.identifier,
                      chartType: "countEntities",
                      calculationBy: "entities",
                      func: "count",
                      unit: "none",
                      dataset: all,
                    },
                  ],
                  [
                    4,
                    {
                      type: "entities-pie-chart",
                      title: `${main.title} by kind`,
                      blueprint: main.identifier,
                      property: choiceOf(main),
                      dataset: all,
                    },
                  ],
                  [
                    5,
                    {
                      type: "bar-chart",
                      title: `${main.title} by team`,
                      blueprint: main.identifier,
                      property: "$team",
                      dataset: all,
                    },
                  ],
                ] satisfies Piece[],
              },
            ]
          : []),
        {
          height: 380,
          pieces: [
            [6, { type: "runs-table", title: "Latest runs", query: { limit: 20 } }],
            [6, { type: "table-audit-log", title: "Latest changes", query: { limit: 20 } }],
          ],
        },
      ]);
    },
  },
];

/** What a page for entities begins with: what the entity is, what it is related to, and what was run for it. */
export const ENTITY_START = (): DefinitionInput => {
  const of = { blueprint: "{{blueprint}}", entity: "{{url.identifier}}" };
  return page([
    {
      height: 400,
      pieces: [
        [6, { type: "entity-details", title: "About it", ...of }],
        [6, { type: "runs-table", title: "Latest runs", query: { ...of, limit: 20 } }],
      ],
    },
    {
      height: 480,
      pieces: [[12, { type: "table-entities-explorer-by-direction", title: "Related", ...of }]],
    },
  ]);
};
