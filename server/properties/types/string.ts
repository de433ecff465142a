import { textSpec } from "../text";

/** Plain text on one line. */
export const stringType = textSpec({
  kind: "string",
  label: "Text",
  sample: "text",
});
