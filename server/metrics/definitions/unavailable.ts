import type { Unit } from "../core/figure";
import type { Floor } from "../core/facts";
import { noData } from "../core/result";
import type { Dimension, MetricDefinition } from "../definition";

interface Announced {
  id: string;
  title: string;
  question: string;
  formula: string;
  unit: Unit;
  direction: "up" | "down";
  floor: Floor | null;
  sources: string[];
  window: string;
  rules: string[];
  why: string;
  dimensions?: readonly Dimension[];
}

/** A metric that says what it will be and that nothing feeds it: it has neither a value nor a zero. */
const announced = ({
  why,
  dimensions = ["organisation", "team"],
  ...words
}: Announced): MetricDefinition => ({
  ...words,
  dimensions,
  unavailable: why,
  evaluate: () => noData(why),
  compute: async (_db, ask) =>
    ask.by === null ? ask.windows.map((_, window) => ({ window, key: null, result: noData(why) })) : [],
});

export const costOptimisation = announced({
  id: "cost-optimisation",
  title: "Cost optimisation",
  question: "What does a unit of work cost, against the baseline?",
  formula: "1 less effective cost divided by the baseline's cost of a unit times the units of now.",
  unit: "ratio",
  direction: "up",
  floor: { need: 3, of: "full billing months" },
  sources: ["Cost lines"],
  window: "3m",
  rules: ["Whole billing months and one currency alone; a saving needs an initiative that claims it."],
  why: "No cost lines have been imported yet.",
});

export const documentationCoverage = announced({
  id: "documentation-coverage",
  title: "Documentation coverage",
  question: "How much of what is offered is described, and by something current?",
  formula:
    "Published actions, blueprints and features with a page that was reviewed in the last 180 days, divided by all.",
  unit: "ratio",
  direction: "up",
  floor: null,
  sources: ["Pages of documentation"],
  window: "28d",
  rules: ["An empty page is none."],
  why: "No source of documentation pages with their last review is connected.",
  dimensions: ["organisation"],
});
