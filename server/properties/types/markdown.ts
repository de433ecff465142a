import { textSpec } from "../text";

/** Text that is shown as Markdown. */
export const markdownType = textSpec({
  kind: "markdown",
  label: "Markdown",
  description: "Formatted text: headings, lists, tables, links.",
  sample: "# Title\n\nText",
});
