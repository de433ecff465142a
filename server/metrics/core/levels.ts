import type { MetricLevels } from "../schema";
import type { MetricResult } from "./result";
import {
  bucketScore,
  type DeliveryMetric,
  deliveryScores,
  type DeliveryScores,
  frequencyLevel,
  levelOf,
  type Preset,
  PRESETS,
  presetLevel,
  scoreLevel,
} from "./scales";

/** What a delivery metric's value is on its scale; frequency is per day there. Null without a value. */
const onScale = (metric: DeliveryMetric, result: MetricResult): number | null =>
  metric === "frequency" ? (result.parts?.perDay ?? null) : result.value;

/** The levels of a result; null where it has no value, or too little behind it for a level. */
export function levelsOf(metric: DeliveryMetric | undefined, result: MetricResult): MetricLevels | null {
  if (!metric || result.insufficient) return null;
  const value = onScale(metric, result);
  if (value === null) return null;
  const named = (preset: Preset) =>
    metric === "frequency"
      ? frequencyLevel(preset, { perDay: value, deployDays: result.parts?.deployDays ?? null })
      : presetLevel(preset, metric, value);
  const presets = Object.fromEntries(
    PRESETS.map((preset) => {
      const name = named(preset);
      return [preset, name && levelOf(preset, name)];
    }),
  ) as MetricLevels["presets"];
  return { score: scoreLevel(metric, value), presets };
}

/** The means of the scores of the delivery metrics among the results. */
export function scoresOf(
  results: readonly { scale: DeliveryMetric | null; result: MetricResult }[],
): DeliveryScores {
  const scores: Partial<Record<DeliveryMetric, number | null>> = {};
  for (const { scale, result } of results) {
    const value = scale && !result.insufficient ? onScale(scale, result) : null;
    if (scale) scores[scale] = value === null ? null : bucketScore(scale, value);
  }
  return deliveryScores(scores);
}
