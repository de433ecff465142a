import type { NumberFigure } from "@/server/metrics/core/figure";
import { formatValue } from "./format-value";

/** Where a value lies among other teams: half of them are within the bar. In words too, and without a word about any team. */
export function PeerBand({ figure }: { figure: NumberFigure }) {
  const { peers, value } = figure;
  if (!peers || value === null) return null;
  const { lower, median, upper } = peers;
  const low = Math.min(lower, value);
  const high = Math.max(upper, value);
  const margin = (high - low || Math.abs(high) || 1) * 0.1;
  const x = (of: number) => `${((of - low + margin) / (high - low + 2 * margin)) * 100}%`;
  const write = (of: number) => formatValue(of, figure.unit, figure.currency);
  return (
    <div className="grid gap-1">
      <svg width="100%" height="14" aria-hidden>
        <line x1="0" x2="100%" y1="7" y2="7" stroke="var(--border)" strokeWidth="2" />
        <line x1={x(lower)} x2={x(upper)} y1="7" y2="7" stroke="var(--chart-rest)" strokeWidth="8" />
        <line x1={x(median)} x2={x(median)} y1="1" y2="13" stroke="var(--foreground)" strokeWidth="1.5" />
        <circle cx={x(value)} cy="7" r="5" fill="var(--chart-1)" stroke="var(--card)" strokeWidth="1.5" />
      </svg>
      <p className="text-muted-foreground tabular text-xs">
        Half of {whoOf(peers)} are between {write(lower)} and {write(upper)}, with a median of {write(median)}
        .
      </p>
    </div>
  );
}

/** "11 teams of similar size", "all 12 teams" */
const whoOf = ({ n, of }: NonNullable<NumberFigure["peers"]>): string =>
  of.startsWith("all ") ? `all ${n} ${of.slice(4)}` : `${n} ${of}`;
