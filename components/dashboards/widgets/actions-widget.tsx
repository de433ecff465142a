import Link from "next/link";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import type { WidgetData } from "@/server/dashboards/core/data";

/** Actions to begin from here. */
export function ActionsWidget({ data }: { data: Extract<WidgetData, { kind: "actions" }> }) {
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(14rem,1fr))] gap-3 p-3">
      {data.actions.map(({ identifier, title, description, icon, href }) => (
        <li
          key={identifier}
          className="hover:border-border-strong hover:bg-muted/40 relative flex items-start gap-3 rounded-lg border px-3 py-2.5"
        >
          <NamedIcon name={icon} fallback="action" className="text-muted-foreground mt-0.5" />
          <span className="grid min-w-0 gap-0.5">
            <Link
              href={href}
              className="truncate rounded-xs font-medium after:absolute after:inset-0 after:rounded-lg"
            >
              {title}
            </Link>
            {description && <span className="text-muted-foreground line-clamp-2 text-xs">{description}</span>}
          </span>
        </li>
      ))}
    </ul>
  );
}
