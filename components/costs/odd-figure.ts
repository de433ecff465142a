import { formatMoney } from "@/components/ui/format";
import { groupName } from "@/server/cost/core/billing/group-names";
import type { TableFigure } from "@/server/metrics/core/figure";
import type { CostOutlook } from "./cost-types";

type Anomaly = CostOutlook["anomalies"][number];

const days = new Intl.DateTimeFormat("en-GB", {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});

/** Days in words: "2 – 5 Nov 2026", or the first alone of what goes on. */
const spanWords = ({ kind, from, to }: Anomaly): string =>
  kind === "level"
    ? `From ${days.format(Date.parse(from))}`
    : days.formatRange(Date.parse(from), Date.parse(to));

function whatWords({ kind, days: count, amount, expected }: Anomaly): string {
  const more = amount > expected;
  if (kind === "level") return more ? "Costs more since" : "Costs less since";
  return `${more ? "Dearer" : "Cheaper"}, ${count === 1 ? "one day" : `${count} days`}`;
}

/** What cost much more or less than usual: days by themselves, and levels that stay. */
export function anomaliesFigure(
  { anomalies }: CostOutlook,
  currency: string,
  hrefOf: (anomaly: Anomaly) => string,
): TableFigure {
  return {
    shape: "table",
    title: "Odd days and new levels",
    unit: "money",
    currency,
    direction: "none",
    sources: ["Bills of providers"],
    n: anomalies.length,
    columns: [
      { id: "when", label: "When", kind: "text" },
      { id: "team", label: "Team", kind: "text" },
      { id: "what", label: "What", kind: "text" },
      { id: "amount", label: "A day", kind: "number", unit: "money" },
      { id: "expected", label: "Usual", kind: "number", unit: "money" },
      { id: "difference", label: "In all", kind: "text" },
    ],
    rows: anomalies.map((anomaly) => ({
      id: `${anomaly.from} ${anomaly.group}`,
      href: hrefOf(anomaly),
      cells: {
        when: spanWords(anomaly),
        team: groupName({ id: anomaly.group, title: anomaly.title }),
        what: whatWords(anomaly),
        amount: anomaly.amount,
        expected: anomaly.expected,
        difference: `${anomaly.difference > 0 ? "+" : "−"}${formatMoney(Math.abs(anomaly.difference), currency)}`,
      },
    })),
  };
}
