import { ArrowRight, Flag } from "lucide-react";
import Link from "next/link";
import { ColourBadge } from "@/components/properties/colour-badge";
import type { NumberLook } from "@/server/dashboards/core/data";
import type { NumberFigure } from "@/server/metrics/core/figure";
import { numberText } from "./number-text";

/** A number as its widget wants it written, and what it says by its size: an icon, a word and a colour. */
export function LookedNumber({
  figure,
  look,
  href,
}: {
  figure: NumberFigure;
  look: NumberLook;
  href: string | undefined;
}) {
  const text = numberText(figure.value, look);
  return (
    <div className="grid gap-1.5">
      <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
        {href ? (
          <Link
            href={href}
            aria-label={`${text}: show the rows`}
            className="tabular group inline-flex items-center gap-1.5 text-3xl font-semibold tracking-tight hover:underline"
          >
            {text}
            <ArrowRight
              aria-hidden
              className="text-muted-foreground size-4 transition-transform group-hover:translate-x-0.5"
            />
          </Link>
        ) : (
          <span className="tabular text-3xl font-semibold tracking-tight">{text}</span>
        )}
        {(look.colour || look.message) && (
          <ColourBadge colour={look.colour ?? undefined} className="gap-1">
            <Flag aria-hidden className="size-3" />
            {look.message ?? look.colour}
          </ColourBadge>
        )}
      </p>
      {look.description && <p className="text-muted-foreground text-sm">{look.description}</p>}
      {figure.insufficient && <p className="text-muted-foreground text-xs">{figure.insufficient.why}</p>}
    </div>
  );
}
