import { ExternalLink } from "lucide-react";
import { NamedIcon } from "@/components/catalog/blueprint-icon";
import type { WidgetData } from "@/server/dashboards/core/data";

/** Links to pages of the portal and elsewhere, each with what it is. */
export function LinksWidget({ data }: { data: Extract<WidgetData, { kind: "links" }> }) {
  return (
    <div className="grid gap-2 p-2">
      {data.note && <p className="text-muted-foreground px-2 text-sm">{data.note}</p>}
      <ul className="grid gap-1">
        {data.links.map(({ title, description, url, icon }, at) => {
          const outside = !url.startsWith("/");
          return (
            <li key={at}>
              <a
                href={url}
                {...(outside && { target: "_blank", rel: "noreferrer" })}
                className="hover:bg-muted/60 flex min-h-9 items-start gap-2.5 rounded-md px-2 py-1.5"
              >
                <NamedIcon name={icon ?? "Link"} className="text-muted-foreground mt-0.5" />
                <span className="min-w-0 flex-1">
                  <span className="text-primary-text block font-medium wrap-anywhere">{title}</span>
                  {description && <span className="text-muted-foreground block text-xs">{description}</span>}
                </span>
                {outside && (
                  <>
                    <ExternalLink aria-hidden className="text-muted-foreground mt-0.5 size-3.5 shrink-0" />
                    <span className="sr-only">opens in a new tab</span>
                  </>
                )}
              </a>
            </li>
          );
        })}
      </ul>
    </div>
  );
}
