import { Flag, Rocket, Siren, StickyNote } from "lucide-react";
import type { SeriesFigure } from "@/server/metrics/core/figure";
import { bucketLabel } from "./format-value";
import { happenedIn } from "./happened";

const KINDS = {
  incident: { icon: Siren, name: "Incident" },
  release: { icon: Rocket, name: "Release" },
  adoption: { icon: Flag, name: "Adoption" },
  note: { icon: StickyNote, name: "Note" },
} as const;

/** What happened while a course was as it was, under the numbers of its lines in the chart. */
export function HappenedList({ figure }: { figure: SeriesFigure }) {
  const groups = happenedIn(figure);
  if (!groups.length) return null;
  const count = groups.reduce((sum, { items }) => sum + items.length, 0);
  return (
    <details className="text-xs">
      <summary className="text-muted-foreground hover:text-foreground w-fit cursor-pointer">
        What happened ({count})
      </summary>
      <ul
        className="mt-2 grid max-h-56 gap-1.5 overflow-y-auto"
        aria-label={`What happened: ${figure.title}`}
      >
        {groups.flatMap(({ number, items }) =>
          items.map(({ at, day, label, kind }) => {
            const { icon: Icon, name } = KINDS[kind];
            return (
              <li key={`${at} ${kind} ${label}`} className="flex items-start gap-2">
                <span className="text-muted-foreground tabular w-5 shrink-0 text-right">{number}</span>
                <Icon aria-hidden className="text-muted-foreground mt-0.5 size-3 shrink-0" />
                <span className="min-w-0 break-words">
                  <span className="sr-only">{name}: </span>
                  {label}{" "}
                  <span className="text-muted-foreground">{bucketLabel(day ?? at.slice(0, 10), "day")}</span>
                </span>
              </li>
            );
          }),
        )}
      </ul>
    </details>
  );
}
