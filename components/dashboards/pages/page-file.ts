import type { PageView } from "./page-types";

/** A page as a file: what makes the same page again, here or in another portal. */
export function pageFile(
  page: Pick<PageView, "identifier" | "title" | "icon" | "description" | "definition">,
) {
  const { identifier, title, icon, description, definition } = page;
  return {
    identifier,
    title,
    ...(icon && { icon }),
    ...(description && { description }),
    definition,
  };
}

/** Saves a document as a file. */
export function saveJson(document_: unknown, name: string): void {
  const text = `${JSON.stringify(document_, null, 2)}\n`;
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

/** What a file of a page says; a sentence where it says none. */
export function readPageFile(text: string): { page: Record<string, unknown> } | { fault: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { fault: `This is not JSON: ${error instanceof Error ? error.message : "it cannot be read."}` };
  }
  if (typeof value !== "object" || value === null || Array.isArray(value))
    return { fault: "A page is an object with a title and a definition." };
  const given = value as Record<string, unknown>;
  // What other portals wrap around a page.
  const page = (typeof given.page === "object" && given.page !== null ? given.page : given) as Record<
    string,
    unknown
  >;
  const [outer] = Array.isArray(page.widgets) ? (page.widgets as unknown[]) : [];
  const grid = outer as { type?: unknown; widgets?: unknown; layout?: unknown } | undefined;
  if (page.definition === undefined && grid?.type === "dashboard-widget")
    return {
      page: {
        ...kept(page),
        definition: { widgets: grid.widgets, ...(grid.layout !== undefined && { layout: grid.layout }) },
      },
    };
  if (typeof page.definition !== "object" || page.definition === null)
    return { fault: "A page has its widgets in “definition”. Take a file that was exported here." };
  return { page: { ...kept(page), definition: page.definition } };
}

/** Of all that may stand around a definition, what a new page takes over. */
const kept = (page: Record<string, unknown>): Record<string, unknown> =>
  Object.fromEntries(
    ["identifier", "title", "icon", "description"].flatMap((key) =>
      page[key] === undefined || page[key] === null ? [] : [[key, page[key]]],
    ),
  );
