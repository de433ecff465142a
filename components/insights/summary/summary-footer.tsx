import { formatCount } from "@/components/ui/format";
import type { MetricValue } from "@/server/metrics/schema";

const COUNTED = [
  ["deployment-frequency", "deployments"],
  ["change-lead-time", "changes"],
  ["self-service-success-rate", "requests"],
] as const;

/** From how many events it was computed, how, and when. */
export function SummaryFooter({
  values,
  timeZone,
  asOf,
}: {
  values: readonly MetricValue[];
  timeZone: string;
  asOf: string;
}) {
  const counts = COUNTED.map(([id, things]) => {
    const result = values.find(({ definition }) => definition.id === id)?.result;
    return `${formatCount(result?.value === null ? 0 : (result?.n ?? 0))} ${things}`;
  });
  const left = values.filter(({ result }) => result.value === null).length;
  return (
    <footer className="text-muted-foreground border-t pt-2 text-xs">
      Computed from {counts.slice(0, -1).join(", ")} and {counts.at(-1)}, as of{" "}
      {asOf.slice(0, 16).replace("T", " ")} UTC; days and weeks by {timeZone}. Only whole weeks or months that
      are over count. {left} of {values.length} figures had not enough data and are left out rather than shown
      as zero. How each is computed stands on its page.
    </footer>
  );
}
