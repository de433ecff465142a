import type { ReactNode } from "react";

/** A line of a part: what, and how much of it. */
export function Line({ term, children, note }: { term: ReactNode; children: ReactNode; note?: ReactNode }) {
  return (
    <li className="grid min-w-0 grid-cols-[minmax(0,1fr)] gap-0.5">
      <p className="flex items-baseline justify-between gap-3">
        <span className="min-w-0 truncate">{term}</span>
        <span className="tabular shrink-0 font-medium">{children}</span>
      </p>
      {note && <p className="text-muted-foreground line-clamp-1 text-xs">{note}</p>}
    </li>
  );
}
