import { formatChange, formatValue, isBetter } from "@/components/charts/format-value";
import type { MetricValue } from "@/server/metrics/schema";

/** What a headline about delivery is judged by: two of speed, two of stability. */
export const JUDGED = [
  "deployment-frequency",
  "change-lead-time",
  "change-fail-rate",
  "failed-deployment-recovery-time",
] as const;

/** Less than this is no change: a share by a point, anything else by a twentieth. */
const POINT = 0.01;
const TWENTIETH = 0.05;

const isKnown = ({ result }: MetricValue) => result.value !== null && !result.insufficient;

function verdictOf({ definition, result, previous }: MetricValue): "better" | "worse" | "same" | null {
  if (!previous || previous.value === null || previous.insufficient || result.value === null) return null;
  const difference = Math.abs(result.value - previous.value);
  const least = definition.unit === "ratio" ? POINT : Math.abs(previous.value) * TWENTIETH;
  if (difference < least) return "same";
  const better = isBetter(result.value, previous.value, definition.direction);
  return better === null ? "same" : better ? "better" : "worse";
}

/** "change fail rate 12% (+3 pts)" */
function words({ definition: { title, unit }, result, previous }: MetricValue, change = false): string {
  const changed = change ? formatChange(result.value, previous?.value ?? null, unit) : null;
  return `${title.charAt(0).toLowerCase()}${title.slice(1)} ${formatValue(result.value, unit)}${changed ? ` (${changed})` : ""}`;
}

const list = (parts: readonly string[]) =>
  parts.length < 2 ? (parts[0] ?? "") : `${parts.slice(0, -1).join(", ")} and ${parts.at(-1)}`;

/**
 * What the figures say, in sentences: whether delivery got better, by what, and how many teams are on the platform. A figure
 * with too little behind it is not judged, and a trend is stated only where the period before is known.
 */
export function headlineOf(values: readonly MetricValue[]): string[] {
  const of = (id: string) => values.find(({ definition }) => definition.id === id);
  const judged = JUDGED.flatMap((id) => of(id) ?? []).filter(isKnown);
  return [...deliveryWords(judged), ...adoptionWords(of("platform-adoption"))];
}

function deliveryWords(judged: readonly MetricValue[]): string[] {
  if (judged.length === 0) return ["There is not enough data for a statement about delivery in this span."];
  const by = (verdict: ReturnType<typeof verdictOf>) =>
    judged.filter((value) => verdictOf(value) === verdict);
  const [better, worse, same] = [by("better"), by("worse"), by("same")];
  const compared = better.length + worse.length + same.length;
  const left = JUDGED.length - judged.length;
  const missing = left ? [`${left} of the ${JUDGED.length} figures of delivery had not enough data.`] : [];
  if (compared === 0)
    return [
      `Delivery stands at ${list(judged.map((value) => words(value)))}.`,
      "Nothing is said about a trend: the period before is not known in full.",
      ...missing,
    ];
  const betterWords = list(better.map((value) => words(value, true)));
  const worseWords = list(worse.map((value) => words(value, true)));
  const verdict =
    better.length && worse.length
      ? `Delivery is mixed. Better: ${betterWords}. Worse: ${worseWords}.`
      : better.length
        ? `Delivery got better: ${betterWords}.`
        : worse.length
          ? `Delivery got worse: ${worseWords}.`
          : "Delivery is as in the period before.";
  return [
    verdict,
    ...(compared < judged.length
      ? [`For ${judged.length - compared} of the figures the period before is not known in full.`]
      : []),
    ...missing,
  ];
}

function adoptionWords(value: MetricValue | undefined): string[] {
  const { value: share, numerator, denominator } = value?.result ?? {};
  if (!value || share === null || numerator === undefined || denominator === undefined) return [];
  const before = value.previous?.value ?? null;
  const change = share === before ? null : formatChange(share ?? null, before, "ratio");
  return [
    `${numerator} of ${denominator} teams that deploy to production work through the platform${change ? ` (${change})` : ""}.`,
  ];
}
