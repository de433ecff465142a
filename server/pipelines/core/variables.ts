import { type HclBlock, HclFault, readHcl } from "./hcl";
import { constantOf } from "./hcl-value";

/** A variable that a module declares. */
export interface ModuleVariable {
  name: string;
  /** As it is written: `string`, `list(string)`, `object({…})`; null when nothing is said, which takes anything. */
  type: string | null;
  description: string | null;
  /** Absent: the variable must be given. `computed` when it is more than a constant. */
  default?: { value: unknown } | { computed: string };
  sensitive: boolean;
  validations: { condition: string; message: string }[];
}

export interface ModuleVariables {
  variables: ModuleVariable[];
  /** Names of what an apply gives out. */
  outputs: string[];
  /** Files that could not be read, with why: variables that they declare are missing from the list. */
  faults: string[];
}

/** The variables and outputs that a module declares in its own folder, in the order of its files. */
export function readVariables(files: readonly { path: string; content: Uint8Array }[]): ModuleVariables {
  const variables: ModuleVariable[] = [];
  const outputs: string[] = [];
  const faults: string[] = [];
  for (const { path, content } of files) {
    if (path.includes("/")) continue;
    if (path.endsWith(".tf.json")) faults.push(`${path}: variables in JSON files are not read.`);
    if (!path.endsWith(".tf")) continue;
    try {
      for (const block of readHcl(new TextDecoder().decode(content))) {
        if (block.type === "variable") variables.push(variableOf(block));
        if (block.type === "output") outputs.push(block.labels[0] ?? "");
      }
    } catch (error) {
      if (!(error instanceof HclFault)) throw error;
      faults.push(`${path}: ${error.message}.`);
    }
  }
  return { variables, outputs, faults };
}

function variableOf({ labels, attributes, blocks }: HclBlock): ModuleVariable {
  const expression = (name: string) => attributes.find((attribute) => attribute.name === name)?.expression;
  const text = (source: string | undefined): string | null => {
    const value = source === undefined ? null : constantOf(source)?.value;
    return typeof value === "string" ? value : null;
  };
  const fallback = expression("default");
  return {
    name: labels[0] ?? "",
    type: expression("type")?.replace(/\s+/g, " ") ?? null,
    description: text(expression("description")),
    ...(fallback === undefined ? {} : { default: constantOf(fallback) ?? { computed: fallback } }),
    sensitive: expression("sensitive") === "true",
    validations: blocks
      .filter(({ type }) => type === "validation")
      .map((block) => {
        const of = (name: string) =>
          block.attributes.find((attribute) => attribute.name === name)?.expression;
        return { condition: of("condition") ?? "", message: text(of("error_message")) ?? "" };
      }),
  };
}
