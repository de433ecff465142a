import { textSpec } from "../text";

/** Plain text on one line. */
export const stringType = textSpec({
  kind: "string",
  label: "Text",
  description: "Names, codes and anything else that fits on one line.",
  sample: "text",
});
