import { textSpec } from "../text";

/** Text that is shown as Markdown. */
export const markdownType = textSpec({
  kind: "markdown",
  label: "Markdown",
  sample: "# Title\n\nText",
});
