import type { ComponentProps, ReactNode } from "react";
import { cn } from "./cn";

/** A bordered surface. */
export function Card({ className, ...props }: ComponentProps<"div">) {
  return (
    <div className={cn("bg-card text-card-foreground min-w-0 rounded-lg border", className)} {...props} />
  );
}

export interface SectionCardProps extends Omit<ComponentProps<"section">, "title"> {
  title: ReactNode;
  description?: ReactNode;
  /** Buttons at the end of the title row. */
  actions?: ReactNode;
  /** Padding of the body; off when it holds a table or a list that goes edge to edge. */
  padded?: boolean;
}

/** A card with a titled header (h2): the region of a detail page. */
export function SectionCard({
  title,
  description,
  actions,
  padded = true,
  className,
  children,
  ...props
}: SectionCardProps) {
  return (
    <section
      className={cn("bg-card text-card-foreground min-w-0 overflow-clip rounded-lg border", className)}
      {...props}
    >
      <header className="flex min-h-10 flex-wrap items-center gap-x-3 gap-y-1 border-b px-4 py-1.5">
        <div className="min-w-0 flex-1">
          <h2 className="text-sm font-semibold tracking-tight">{title}</h2>
          {description && <p className="text-muted-foreground text-xs">{description}</p>}
        </div>
        {actions && <div className="flex items-center gap-1.5">{actions}</div>}
      </header>
      <div className={cn(padded && "p-4")}>{children}</div>
    </section>
  );
}
