import { textSpec } from "../text";

/** Plain text on several lines; forms alone have it. */
export const multiLineType = textSpec({
  kind: "multi-line",
  label: "Text on several lines",
  description: "Plain text with line breaks.",
  scopes: ["input"],
  sample: "first line\nsecond line",
});
