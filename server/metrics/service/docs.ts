import type { MetricDefinition } from "../definition";
import { spanInWords } from "../core/range";
import { METRICS } from "../definitions/registry";

/** The page about the metrics, in Markdown, from what they say of themselves. */
export function metricsMarkdown(): string {
  return `${INTRODUCTION}\n\n${METRICS.map(sectionOf).join("\n\n")}\n`;
}

const INTRODUCTION = `Every figure is computed exactly as this page says, in the time zone of the organisation. Periods are half-open: their begin is part of them, their end is not. Weeks begin on Monday. "12w" is the twelve whole weeks that ended last; the one under way is drawn dashed and compared with nothing.

A figure without events is not zero: it says that there is nothing to count. Shares carry Wilson's 95 % interval. Below a metric's floor its level is withheld; where it is about people, so is its value, and as many groups beside it as it takes that nothing follows by subtraction. A median is a value that was measured: the first that half of all are not above.

The scores from 0 to 10 are those of the six answers that dora.dev's quick check offers. Levels by the names of earlier years are offered under their year; none of them is the scale that holds now. A month counts as 30 days there.

What is late is counted as soon as it is told. Each Monday every figure is kept as it was shown, with the number and a hash of its events; where late events change it, it is marked as restated and has the new value beside it.`;

function lastWhole(window: string): string {
  const [count, unit] = spanInWords(window).split(" ");
  return count === "1" ? `the last whole ${unit}` : `the last ${count} whole ${unit}`;
}

function sectionOf(metric: MetricDefinition): string {
  const { title, question, formula, rules, floor, sources, dimensions, personal, unavailable } = metric;
  const parts = Object.values(metric.parts ?? {}).map(({ label }) => label);
  return [
    `# ${title}`,
    question,
    ...(unavailable ? [`**No data yet.** ${unavailable}`] : []),
    `**Computed as.** ${formula}`,
    rules.map((rule) => `- ${rule}`).join("\n"),
    [
      `Id \`${metric.id}\`, over ${lastWhole(metric.window)} unless another range is asked for, by ${dimensions.join(", ")}.`,
      metric.needs
        ? `A shorter range that tells too little is widened to ${spanInWords(metric.needs)} before its end, and says so.`
        : "",
      `From: ${sources.join("; ")}.`,
      floor ? `Floor: ${floor.need} ${floor.of}${personal ? "; below it nothing is shown" : ""}.` : "",
      parts.length ? `Beside it: ${parts.join("; ")}.` : "",
    ]
      .filter(Boolean)
      .join(" "),
  ].join("\n\n");
}
