import { csvLine } from "@/server/properties/csv";
import type { Outcome } from "./results";

interface Results {
  wave: { title: string };
  questions: {
    question: { id: string; title: string };
    whole: Outcome | null;
    teams: { team: string; outcome: Outcome }[];
  }[];
}

const share = (n: number) => Math.round(n * 10_000) / 10_000;

/** The results of a wave as CSV: a line for each question, value and group that is shown. Texts are harmless to spreadsheets. */
export function resultsCsv({ wave, questions }: Results): string {
  const lines = questions.flatMap(({ question, whole, teams }) =>
    [...(whole ? [{ team: "", outcome: whole }] : []), ...teams].flatMap(({ team, outcome }) =>
      outcome.counts.map(({ value, label, count }) => [
        wave.title,
        question.id,
        question.title,
        team,
        value,
        label,
        count,
        outcome.n,
        outcome.mean === null ? "" : share(outcome.mean),
        outcome.favourable ? share(outcome.favourable.share) : "",
        outcome.nps ? share(outcome.nps.score) : "",
      ]),
    ),
  );
  return [
    ["wave", "question", "title", "team", "value", "label", "count", "answers", "mean", "favourable", "nps"],
    ...lines,
  ]
    .map(csvLine)
    .join("");
}
