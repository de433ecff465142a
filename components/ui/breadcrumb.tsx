import Link from "next/link";
import { Fragment } from "react";
import { cn } from "./cn";

export interface Crumb {
  label: string;
  href?: string;
}

/** Where one is. The last crumb is the page itself; on narrow screens only the last two stay. */
export function Breadcrumb({ items, className }: { items: readonly Crumb[]; className?: string }) {
  return (
    <nav aria-label="Breadcrumb" className={cn("min-w-0", className)}>
      <ol className="flex min-w-0 items-center gap-1.5 text-sm">
        {items.map((item, index) => {
          const last = index === items.length - 1;
          const early = index < items.length - 2;
          return (
            <Fragment key={index}>
              {index > 0 && (
                <li
                  aria-hidden
                  className={cn(
                    "text-border-strong select-none",
                    index < items.length - 1 && "max-sm:hidden",
                  )}
                >
                  /
                </li>
              )}
              <li className={cn("min-w-0", last ? "truncate" : "shrink-0", early && "max-sm:hidden")}>
                {item.href && !last ? (
                  <Link
                    href={item.href}
                    className="text-muted-foreground hover:text-foreground rounded-xs transition-colors"
                  >
                    {item.label}
                  </Link>
                ) : (
                  <span
                    aria-current={last ? "page" : undefined}
                    className={last ? "font-medium" : "text-muted-foreground"}
                  >
                    {item.label}
                  </span>
                )}
              </li>
            </Fragment>
          );
        })}
      </ol>
    </nav>
  );
}
