/** How a text in Markdown stands on a page: a readable width, and long words broken. */
export const MARKDOWN_CLASS = "max-w-[72ch] text-base [overflow-wrap:anywhere]";
