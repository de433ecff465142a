import type { MetricDefinition } from "../definition";
import { changeFailRate } from "./change-fail-rate";
import { changeLeadTime } from "./change-lead-time";
import { deploymentFrequency } from "./deployment-frequency";
import { recoveryTime } from "./recovery-time";
import { restoreTime } from "./restore-time";
import { reworkRate } from "./rework-rate";

/** Every metric, in the order in which lists show them. */
export const METRICS: readonly MetricDefinition[] = [
  deploymentFrequency,
  changeLeadTime,
  changeFailRate,
  recoveryTime,
  reworkRate,
  restoreTime,
];

const byId = new Map(METRICS.map((metric) => [metric.id, metric]));

/** The metric of an id; undefined where there is none. */
export const metricOf = (id: string): MetricDefinition | undefined => byId.get(id);
