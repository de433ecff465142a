import type { BarsFigure, SeriesFigure, Unit } from "@/server/metrics/core/figure";
import type { Question } from "../schema";
import type { Outcome } from "./results";

/** The one value that a question is followed by, and its unit. */
export function headOf(
  question: Question,
  outcome: Outcome | null,
  nps: boolean,
): { value: number | null; unit: Unit; label: string } {
  if (question.type === "score")
    return nps
      ? { value: outcome?.nps?.score ?? null, unit: "points", label: "Net promoter score" }
      : { value: outcome?.mean ?? null, unit: "score", label: "Mean of 0 to 10" };
  return { value: outcome?.favourable?.share ?? null, unit: "ratio", label: "Favourable" };
}

const base = (title: string, unit: Unit, n: number | null) => ({
  title,
  unit,
  direction: "up" as const,
  sources: ["Surveys"],
  n,
});

/** How the answers are spread over what could be answered. */
export function spreadFigure(question: Question, outcome: Outcome): BarsFigure {
  return {
    shape: "bars",
    ...base(question.title, "ratio", outcome.n),
    direction: "none",
    bars: outcome.counts.map(({ value, label, count }) => ({
      id: value,
      label,
      value: outcome.n ? count / outcome.n : null,
      n: count,
    })),
    ...(outcome.notApplicable ? { note: `${outcome.notApplicable} say that it does not apply.` } : {}),
  };
}

/** The teams that may be shown, beside one another. */
export function teamsFigure(
  question: Question,
  teams: readonly { team: string; label: string; outcome: Outcome }[],
): BarsFigure | null {
  if (!teams.length || "options" in question) return null;
  const { unit, label } = headOf(question, null, false);
  return {
    shape: "bars",
    ...base(`${label} by team`, unit, null),
    bars: teams.map((one) => ({
      id: one.team,
      label: one.label,
      value: headOf(question, one.outcome, false).value,
      n: one.outcome.n,
    })),
  };
}

/** The statements of a survey beside one another, the least agreed with at the top. */
export function statementsFigure(
  questions: readonly { question: Question; whole: Outcome | null }[],
): BarsFigure | null {
  const bars = questions
    .filter(({ question, whole }) => question.type === "agreement" && whole?.favourable)
    .map(({ question, whole }) => ({
      id: question.id,
      label: question.title,
      value: whole!.favourable!.share,
      n: whole!.n,
    }))
    .sort((a, b) => a.value - b.value);
  return bars.length > 1 ? { shape: "bars", ...base("Favourable answers", "ratio", null), bars } : null;
}

const DAY = 86_400_000;

/** A question over the waves of its survey, each at the day on which it was closed. Null before there are two. */
export function trendFigure(
  question: Question,
  waves: readonly { closedAt: Date }[],
  outcomes: readonly (Outcome | null)[],
): SeriesFigure | null {
  if (waves.length < 2 || "options" in question) return null;
  // A score is a net promoter score where each wave has enough answers for one; a line does not change its unit on the way.
  const nps = outcomes.every((outcome) => !outcome || outcome.nps !== null);
  const heads = outcomes.map((outcome) => headOf(question, outcome, nps));
  const { unit, label } = headOf(question, null, nps);
  return {
    shape: "series",
    ...base(question.title, unit, null),
    interval: "day",
    // A bucket is named by the day that it begins with; waves of one day stay apart.
    buckets: waves.map(({ closedAt }, n) => {
      const day = Math.floor(closedAt.getTime() / DAY) * DAY + n;
      return {
        from: new Date(day).toISOString(),
        to: new Date(day + DAY).toISOString(),
        partial: false,
      };
    }),
    series: [
      {
        id: "value",
        label,
        values: heads.map(({ value }) => value),
        n: outcomes.map((outcome) => outcome?.n ?? null),
        intervals: outcomes.map((outcome) =>
          nps && question.type === "score"
            ? (outcome?.nps?.interval ?? null)
            : question.type === "agreement"
              ? (outcome?.favourable?.interval ?? null)
              : null,
        ),
      },
    ],
    annotations: [],
  };
}
