"use client";

import { cn } from "@/components/ui/cn";
import type { WidgetType } from "@/server/dashboards/core/widgets/union";
import { KIND_GROUPS, WIDGET_KINDS } from "../widgets/widget-kinds";

interface KindListProps {
  onChoose: (type: WidgetType) => void;
  /** Names alone, for a small place. */
  compact?: boolean;
}

/** Every kind of widget with what it is for, to choose one. */
export function KindList({ onChoose, compact = false }: KindListProps) {
  return (
    <div className="grid gap-4">
      {KIND_GROUPS.map((group) => {
        const kinds = WIDGET_KINDS.filter((kind) => kind.group === group && !kind.imported);
        return (
          <section key={group} aria-label={group} className="grid gap-1.5">
            <p className="text-muted-foreground text-xs font-medium">{group}</p>
            <ul className={cn("grid gap-2", compact ? "grid-cols-2" : "sm:grid-cols-2")}>
              {kinds.map(({ type, label, sentence, icon: Icon }) => (
                <li key={type}>
                  <button
                    type="button"
                    onClick={() => onChoose(type)}
                    className="hover:border-border-strong hover:bg-muted/50 flex h-full w-full items-start gap-2.5 rounded-md border px-3 py-2 text-left"
                  >
                    <Icon aria-hidden className="text-muted-foreground mt-0.5 size-4 shrink-0" />
                    <span className="min-w-0">
                      <span className="block text-sm font-medium">{label}</span>
                      {!compact && <span className="text-muted-foreground block text-xs">{sentence}</span>}
                    </span>
                  </button>
                </li>
              ))}
            </ul>
          </section>
        );
      })}
    </div>
  );
}
