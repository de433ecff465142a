import { netPromoters } from "@/server/metrics/core/statistics/nps";
import { wilson } from "@/server/metrics/core/statistics/wilson";
import type { Question } from "../schema";
import { NPS_FLOOR } from "./words";
import { NOT_APPLICABLE } from "./answers";
import { lineOf } from "./release";
import { sumOf, type Tally } from "./tally";

/** What a group says to a question, in figures. */
export interface Outcome {
  respondents: number;
  /** Gave a value. */
  n: number;
  notApplicable: number;
  counts: { value: string; label: string; count: number }[];
  /** Of a score or an agreement. */
  mean: number | null;
  favourable: { share: number; interval: [number, number] } | null;
  /** Of a score that stands on enough answers. */
  nps: { score: number; interval: [number, number] } | null;
}

export const AGREEMENT = ["Not at all", "A little", "Partly", "Mostly", "Completely"] as const;

const valuesOf = (question: Question): { value: string; label: string }[] => {
  if (question.type === "score")
    return Array.from({ length: 11 }, (_, n) => ({ value: String(n), label: String(n) }));
  if (question.type === "agreement")
    return AGREEMENT.map((label, n) => ({ value: String(n + 1), label: `${n + 1} · ${label}` }));
  return "options" in question ? question.options.map(({ id, title }) => ({ value: id, label: title })) : [];
};

/** The figures of one or several groups together; null where there is no group. */
export function outcomeOf(question: Question, tallies: readonly Tally[]): Outcome | null {
  const sum = sumOf(tallies);
  if (!sum) return null;
  const rated = question.type === "score" || question.type === "agreement";
  const n = rated ? sum.scored : sum.answered;
  const interval = rated ? wilson(sum.favourable, n) : undefined;
  return {
    respondents: sum.respondents,
    n,
    notApplicable: sum.counts[NOT_APPLICABLE] ?? 0,
    counts: valuesOf(question).map(({ value, label }) => ({ value, label, count: sum.counts[value] ?? 0 })),
    mean: rated && n > 0 ? sum.total / n : null,
    favourable: interval ? { share: sum.favourable / n, interval } : null,
    nps: question.type === "score" && n >= NPS_FLOOR ? promoters(sum.counts) : null,
  };
}

function promoters(counts: Readonly<Record<string, number>>): Outcome["nps"] {
  const answers = Object.entries(counts).flatMap(([value, n]) => Array<number>(n).fill(Number(value)));
  const found = netPromoters(answers);
  return found && { score: found.score, interval: found.interval };
}

/** The teams that are shown of a question: those that have a group, and all above them. Each is the sum of the groups below it. */
export function teamsShown(
  tallies: readonly Tally[],
  parents: Readonly<Record<string, string | null>>,
): Map<string, Tally[]> {
  const teams = new Map<string, Tally[]>();
  for (const one of tallies)
    for (const team of lineOf(one.team, parents)) teams.set(team, [...(teams.get(team) ?? []), one]);
  return teams;
}
