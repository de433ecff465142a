import type { SQL } from "drizzle-orm";
import type { EventSet } from "../core/events";
import {
  chosen,
  type Fact,
  type PlainAsk,
  quantileResult,
  quantilesOfFacts,
  ratioResult,
} from "../core/facts";
import type { MetricResult } from "../core/result";
import { medianDisc } from "../core/statistics/percentile";
import type { Ask, MetricDefinition } from "../definition";
import { countFacts, perCell, spreadFacts } from "../store/aggregate";

type Words = Omit<MetricDefinition, "evaluate" | "compute" | "facts">;
type Both = {
  /** What is counted or measured, in the words of a sentence. */
  things: string;
  /** The facts of all time, in plain code and as a statement. */
  plain(events: EventSet, ask: PlainAsk): Fact[];
  facts(ask: Ask): SQL;
};

/** A metric that is a share of what it counts; `flags` are counted beside it as parts. */
export function share(words: Words, { things, plain, facts }: Both, flags: string[] = []): MetricDefinition {
  const withParts = (result: MetricResult, count: (flag: string) => number): MetricResult =>
    flags.length && result.value !== null
      ? { ...result, parts: Object.fromEntries(flags.map((flag) => [flag, count(flag)])) }
      : result;
  return {
    ...words,
    facts,
    evaluate(events, ask) {
      const all = chosen(plain(events, ask), ask);
      return withParts(
        ratioResult(all.filter((f) => f.hit).length, all.length, words.floor, things),
        (flag) => all.filter((f) => f.parts?.[flag] === true).length,
      );
    },
    async compute(db, ask) {
      return perCell(ask, await countFacts(db, facts(ask), ask, flags), (cell) =>
        withParts(
          ratioResult(cell?.hits ?? 0, cell?.n ?? 0, words.floor, things),
          (flag) => cell?.flags[flag] ?? 0,
        ),
      );
    },
  };
}

/** A metric that is the median of what it measures; `parts` have medians of their own. */
export function median(words: Words, { things, plain, facts }: Both, parts: string[] = []): MetricDefinition {
  return {
    ...words,
    facts,
    evaluate(events, ask) {
      const all = chosen(plain(events, ask), ask);
      const result = quantileResult(quantilesOfFacts(all), words.floor, things);
      if (result.value === null || !parts.length) return result;
      const of = (part: string) =>
        medianDisc(all.map((f) => f.parts?.[part]).filter((v): v is number => typeof v === "number"));
      return { ...result, parts: Object.fromEntries(parts.map((part) => [part, of(part)])) };
    },
    async compute(db, ask) {
      return perCell(ask, await spreadFacts(db, facts(ask), ask, parts), (cell, window) => {
        const result = quantileResult(
          { n: cell?.n ?? 0, p50: cell?.p50 ?? null, p75: cell?.p75 ?? null, p90: cell?.p90 ?? null },
          words.floor,
          things,
        );
        const detailed = ask.windows.indexOf(window) < ask.detailed;
        return result.value !== null && parts.length && detailed ? { ...result, parts: cell!.parts } : result;
      });
    },
  };
}
