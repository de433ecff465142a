import type { MetricValue } from "../../schema";
import type { Level, NumberFigure } from "../figure";
import type { Preset } from "../scales";
import { baseOf } from "./base";

/**
 * One value with the one before, its interval, level and parts. The level is the score that holds now, unless the levels of a year
 * are asked for; there is none where too little stands behind the value, or where that year has none.
 */
export function numberFigure(value: MetricValue, preset: Preset | "score" = "score"): NumberFigure {
  const { definition, result, previous, levels } = value;
  const level: Level | null = levels && (preset === "score" ? levels.score : levels.presets[preset]);
  const parts = Object.entries(definition.parts)
    .filter(([id]) => result.parts && id in result.parts)
    .map(([id, { label, unit }]) => ({ id, label, unit, value: result.parts?.[id] ?? null }));
  const { p75, p90 } = result.quantiles ?? {};
  const spread =
    p75 === undefined
      ? []
      : [
          { id: "p75", label: "Three in four are within", unit: definition.unit, value: p75 },
          { id: "p90", label: "Nine in ten are within", unit: definition.unit, value: p90 ?? null },
        ];
  return {
    shape: "number",
    ...baseOf(value, result),
    ...(value.widened ? { note: value.widened } : {}),
    value: result.value,
    // Nothing can be compared with what is not known.
    previous: result.value === null ? null : (previous?.value ?? null),
    ...(result.value !== null && value.previousWhy ? { previousWhy: value.previousWhy } : {}),
    ...(value.peers?.band ? { peers: { of: value.peers.of, n: value.peers.n, ...value.peers.band } } : {}),
    ...(result.interval ? { interval: result.interval } : {}),
    ...(definition.unit === "ratio" && result.numerator !== undefined && result.denominator !== undefined
      ? { fraction: { numerator: result.numerator, denominator: result.denominator } }
      : {}),
    ...(level ? { level } : {}),
    ...(parts.length || spread.length ? { parts: [...spread, ...parts] } : {}),
  };
}
