import type { ReactNode } from "react";
import { cn } from "./cn";

export interface DescriptionItem {
  term: ReactNode;
  value: ReactNode;
  key?: string;
}

/** Terms and values of an object. An absent value shows as a dash that is read as "not set". */
export function DescriptionList({
  items,
  columns = 1,
  className,
}: {
  items: readonly DescriptionItem[];
  columns?: 1 | 2;
  className?: string;
}) {
  return (
    <dl className={cn("grid gap-x-8", columns === 2 && "sm:grid-cols-2", className)}>
      {items.map((item, index) => (
        <div
          key={item.key ?? index}
          className="border-border/60 grid min-h-8 grid-cols-[minmax(7rem,35%)_1fr] items-baseline gap-3 border-b py-1.5 last:border-b-0"
        >
          <dt className="text-muted-foreground min-w-0 [overflow-wrap:anywhere]">{item.term}</dt>
          <dd className="min-w-0 [overflow-wrap:anywhere] [&_.truncate]:whitespace-normal">
            {item.value === null || item.value === undefined || item.value === "" ? (
              <EmptyValue />
            ) : (
              item.value
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}

/** A dash for "not set". */
export function EmptyValue() {
  return (
    <span className="text-muted-foreground">
      <span aria-hidden>–</span>
      <span className="sr-only">Not set</span>
    </span>
  );
}
