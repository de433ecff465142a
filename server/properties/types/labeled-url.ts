import * as z from "zod";
import { isUrl } from "../formats";
import { kindOf } from "../kind";
import { annotations, type PropertyTypeSpec } from "../spec";

/** A URL with the text to show for it: `{ "url": "https://…", "displayText": "…" }`. */
export const labeledUrlType: PropertyTypeSpec = {
  kind: "labeled-url",
  type: "object",
  label: "Labelled URL",
  description: "A link with a text of its own.",
  scopes: ["property", "input"],
  constraints: [],
  matches: (definition) => kindOf(definition) === "labeled-url",
  check: () => [],
  compile: () =>
    z.looseObject(
      {
        url: z
          .string({ error: "Must be an absolute URL, such as https://example.com." })
          .refine(isUrl, { error: "Must be an absolute URL, such as https://example.com." }),
        displayText: z.string({ error: "Must be text." }).optional(),
      },
      { error: 'Must be an object with "url" and, if wanted, "displayText".' },
    ),
  jsonSchema: (definition) => ({
    type: "object",
    ...annotations(definition),
    properties: { url: { type: "string", format: "url" }, displayText: { type: "string" } },
    required: ["url"],
  }),
  empty: null,
  sample: (definition) => definition.default ?? { url: "https://example.com", displayText: "Example" },
};
