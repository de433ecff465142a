import type { CostEstimate } from "@/server/cost/schema";
import { amountWords, changeWords, sourceWords } from "./amounts";

/** What a request changes of the monthly cost, labelled as an estimate, with its parts and what it leaves out. */
export function EstimateView({ estimate, lines = true }: { estimate: CostEstimate; lines?: boolean }) {
  const { monthly, currency, notCovered } = estimate;
  return (
    <div className="grid gap-1.5">
      <p>
        <span className="text-foreground font-medium">
          {monthly === null ? "What it costs is not known" : changeWords(monthly, currency)}
        </span>
        <span className="text-muted-foreground block text-xs">{sourceWords[estimate.source]}</span>
      </p>
      {lines && estimate.lines.length > 1 && (
        <ul aria-label="Parts of the estimate" className="text-muted-foreground grid gap-0.5 text-xs">
          {estimate.lines.slice(0, 20).map((line, n) => (
            <li key={n} className="flex justify-between gap-3">
              <span className="min-w-0 break-words">
                {line.label} ({line.basis})
              </span>
              <span className="tabular shrink-0">{amountWords(line.monthly, currency)}</span>
            </li>
          ))}
          {estimate.lines.length > 20 && <li>And {estimate.lines.length - 20} more.</li>}
        </ul>
      )}
      {notCovered.length > 0 && (
        <div className="text-muted-foreground text-xs">
          Not covered:
          <ul className="list-disc pl-4">
            {notCovered.slice(0, 10).map((text, n) => (
              <li key={n} className="break-words">
                {text}
              </li>
            ))}
            {notCovered.length > 10 && <li>and {notCovered.length - 10} more</li>}
          </ul>
        </div>
      )}
    </div>
  );
}
