import * as z from "zod";
import { kindOf } from "../kind";
import { annotations, type PropertyTypeSpec } from "../spec";

/** Yes or no. */
export const booleanType: PropertyTypeSpec = {
  kind: "boolean",
  type: "boolean",
  label: "Yes or no",
  description: "A switch.",
  scopes: ["property", "input"],
  constraints: [],
  matches: (definition) => kindOf(definition) === "boolean",
  check: () => [],
  compile: () => z.boolean({ error: "Must be true or false." }),
  jsonSchema: (definition) => ({ type: "boolean", ...annotations(definition) }),
  empty: null,
  sample: (definition) => definition.default ?? true,
};
