import { getEntity } from "@/server/catalog/service/read";
import type { WidgetData } from "../../core/data";
import { isSafeHref } from "../../core/href";
import { filledMarkdown, filledText, filledUrl } from "../../core/placeholders";
import type { Leaf } from "../../core/widgets/union";
import type { Ask } from "./ask";

type Of<T extends Leaf["type"]> = Extract<Leaf, { type: T }>;

/** A text: written on the page, or a property of an entity. Throws NotFound. */
export async function textData(ask: Ask, widget: Of<"markdown">): Promise<WidgetData> {
  if (widget.source !== "property")
    return { kind: "text", markdown: filledMarkdown(widget.markdown, ask.known).text };
  const { blueprintIdentifier, entityIdentifier, propertyIdentifier } = widget;
  const { properties } = await getEntity(ask.ctx, blueprintIdentifier, entityIdentifier);
  const text = properties[propertyIdentifier];
  if (text === undefined || text === null || text === "")
    return { kind: "empty", text: `"${propertyIdentifier}" of "${entityIdentifier}" has no text yet.` };
  if (typeof text !== "string")
    return { kind: "refused", why: `"${propertyIdentifier}" is no text. Choose a property that is one.` };
  return { kind: "text", markdown: text };
}

interface Link {
  title: string;
  description?: string | undefined;
  url: string;
  icon?: string | undefined;
}

/** Links of a page, with what they stand for; one whose address cannot be opened is left out, and a note says so. */
export function linksData({ known }: Ask, { links }: Pick<Of<"links-widget">, "links">): WidgetData {
  const left: string[] = [];
  const shown = links.flatMap(({ title, description, url, icon }: Link) => {
    const named = filledText(title, known).text;
    const { text: address, lacks } = filledUrl(url, known);
    if (lacks || !isSafeHref(address)) {
      left.push(named);
      return [];
    }
    return [
      {
        title: named,
        description: description === undefined ? null : filledText(description, known).text,
        url: address,
        icon: icon ?? null,
      },
    ];
  });
  const note = left.length
    ? `Without an address that can be opened, so left out: ${left.map((name) => `"${name}"`).join(", ")}.`
    : undefined;
  if (!shown.length) return { kind: "empty", text: note ?? "There are no links yet." };
  return { kind: "links", links: shown, ...(note ? { note } : {}) };
}

/** A page from elsewhere, as a link; on an entity its address says which. */
export function frameData(ask: Ask, { title, url, description, icon }: Of<"iframe-widget">): WidgetData {
  const { entity } = ask.known;
  const data = linksData(ask, { links: [{ title: title ?? url, url, description, icon }] });
  if (data.kind !== "links") return data;
  return {
    ...data,
    links: data.links.map((link) => ({
      ...link,
      url: entity
        ? `${link.url}${link.url.includes("?") ? "&" : "?"}${new URLSearchParams({
            entity: entity.identifier,
            blueprint: entity.blueprint,
          })}`
        : link.url,
    })),
    note: "Pages of others are not shown within this one: what they run could act in your name. Open it beside.",
  };
}
