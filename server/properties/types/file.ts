import type { Issue } from "@/server/kernel/errors";
import { MAX_FILE_LENGTH } from "../kind";
import type { PropertyDefinition } from "../schema";
import type { Path, PropertyTypeSpec } from "../spec";
import { textSpec } from "../text";

const text = textSpec({
  kind: "file",
  label: "File",
  description: "The content of a small text file, chosen or dropped.",
  scopes: ["input"],
  sample: "content\n",
  check: (definition, at) => acceptIssues(definition.accept, [...at, "accept"]),
});

const bounded = (definition: PropertyDefinition): PropertyDefinition => ({
  ...definition,
  maxLength: definition.maxLength ?? MAX_FILE_LENGTH,
});

/** The content of a text file; `accept` lists the endings that the form offers. Forms alone have it. */
export const fileType: PropertyTypeSpec = {
  ...text,
  compile: (definition, specOf) => text.compile(bounded(definition), specOf),
  jsonSchema: (definition, specOf) => text.jsonSchema(bounded(definition), specOf),
};

function acceptIssues(accept: unknown, path: Path): Issue[] {
  if (accept === undefined) return [];
  const valid =
    Array.isArray(accept) &&
    accept.every((ending) => typeof ending === "string" && /^\.[\w.+-]+$/.test(ending));
  return valid
    ? []
    : [{ path, message: 'Must be a list of endings of file names, such as [".yaml", ".json"].' }];
}
