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

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

/** Of a page in a file, what is about the portal that it is from: its place and its people, and how it was listed there. */
const LEFT = [
  "identifier",
  "parent",
  "after",
  "locked",
  "permissions",
  "owner",
  "protected",
  "section",
  "sidebar",
  "showInSidebar",
  "requiredQueryParams",
  "revision",
  "createdAt",
  "createdBy",
  "updatedAt",
  "updatedBy",
];

/**
 * The page that a file makes, as a document for the server to read; a sentence where it holds none. It is in the published
 * form, or in the one in which the editor shows a page, with its widgets in a definition.
 */
export function readPageFile(text: string): { page: Record<string, unknown> } | { fault: string } {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch (error) {
    return { fault: `This is not JSON: ${error instanceof Error ? error.message : "it cannot be read."}` };
  }
  if (!isObject(value)) return { fault: "A page is an object with a title and widgets." };
  const { definition, ...given } = isObject(value.page) ? value.page : value;
  const page = Object.fromEntries(
    Object.entries(given).filter(([key, one]) => !LEFT.includes(key) && one !== null),
  );
  // There is one home page, which is made for everybody.
  if (page.type === "home") page.type = "dashboard";
  if (page.type === "folder") return { fault: "This is a folder. Make one with “New folder”." };
  if (Array.isArray(page.widgets)) return { page };
  if (!isObject(definition) || !Array.isArray(definition.widgets))
    return { fault: "A page has its widgets in “widgets”. Take a file that was exported from a page." };
  const { widgets, layout, filters, range } = definition;
  return {
    page: {
      ...page,
      widgets: layout === undefined ? widgets : [{ type: "dashboard-widget", layout, widgets }],
      ...(filters !== undefined && { filters }),
      ...(range !== undefined && { range }),
    },
  };
}
