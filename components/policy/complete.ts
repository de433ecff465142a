import { FUNCTIONS, type Known, TYPES, VARIABLES } from "@/server/policy/core/reference";

/** What can stand at the caret. */
export interface Completion {
  /** The name alone, to be told apart by. */
  name: string;
  /** What is written: a function with its parentheses. */
  insert: string;
  type: string;
  description: string;
}

export interface Completions {
  /** Where in the text the word begins that is completed. */
  from: number;
  options: Completion[];
}

const MACROS: Known[] = [
  { name: "all", type: "bool", description: 'Whether it holds for every one: all(c, c.action != "delete")' },
  { name: "exists", type: "bool", description: "Whether it holds for any: exists(c, …)" },
  { name: "filter", type: "list", description: "Those for which it holds: filter(c, …)" },
  { name: "map", type: "list", description: "A list of something of each: map(c, c.address)" },
  { name: "size", type: "int", description: "How many." },
];
const TEXT_METHODS: Known[] = [
  { name: "contains", type: "bool", description: "Whether it has this text in it." },
  { name: "startsWith", type: "bool", description: "Whether it begins with this text." },
  { name: "endsWith", type: "bool", description: "Whether it ends with this text." },
  { name: "matches", type: "bool", description: "Whether it fits a regular expression (RE2)." },
  { name: "lowerAscii", type: "string", description: "In lower case." },
  { name: "size", type: "int", description: "How many characters." },
];

const asCall = ({ name, type, description }: Known): Completion => ({
  name,
  insert: `${name}(`,
  type,
  description,
});
const asName = ({ name, type, description }: Known): Completion => ({
  name,
  insert: name,
  type,
  description,
});

const parts = (signature: string) => /^(?:([\w.]+)\.)?(\w+)\(.*\): (.+)$/.exec(signature);

/** Functions with this receiver; null: those without one. */
function functionsOf(receiver: string | null): Completion[] {
  return FUNCTIONS.flatMap(({ signature, description, example }) => {
    const found = parts(signature);
    return found && (found[1] ?? null) === receiver
      ? [
          {
            name: found[2]!,
            insert: `${found[2]}(`,
            type: found[3]!,
            description: `${description} ${example}`,
          },
        ]
      : [];
  });
}

const itemOf = (type: string | null): string | null => /^list<(.+)>$/.exec(type ?? "")?.[1] ?? null;

/** The type of a path such as `plan.changes`, as far as it can be told without reading the whole expression. */
function typeOf(path: string, text: string, depth = 0): string | null {
  const [first = "", ...rest] = path.split(".");
  let type = VARIABLES.find(({ name }) => name === first)?.type ?? boundType(first, text, depth);
  for (const step of rest) {
    const field = TYPES[type ?? ""]?.find(({ name }) => name === step);
    type = field?.type ?? null;
  }
  return type;
}

/** The type of a variable that a macro binds: the items of the list before `.all(c, …)`. */
function boundType(name: string, text: string, depth: number): string | null {
  if (depth > 4 || !/^\w+$/.test(name)) return null;
  const bound = new RegExp(`([\\w.]+)\\s*\\.(?:all|exists|exists_one|filter|map)\\(\\s*${name}\\s*,`, "g");
  const found = [...text.matchAll(bound)].at(-1)?.[1];
  return found ? itemOf(typeOf(found, text, depth + 1)) : null;
}

const MOST = 12;

/** What can be written at the caret, with what fits best first. `inputs` are names that an example run has. */
export function complete(text: string, caret: number, inputs: readonly string[] = []): Completions {
  const before = text.slice(0, caret);
  // Nothing is completed inside of a text.
  if ((before.replace(/\\./g, "").match(/"/g)?.length ?? 0) % 2 === 1) return { from: caret, options: [] };
  const found = /((?:[A-Za-z_]\w*\.)*)([A-Za-z_]\w*)?$/.exec(before);
  const word = found?.[2] ?? "";
  const path = found?.[1]?.slice(0, -1) ?? "";
  const all = path === "" ? roots() : membersOf(path, before, inputs);
  const lower = word.toLowerCase();
  const options = all.filter(({ name }) => name.toLowerCase().startsWith(lower) && name !== word);
  return { from: caret - word.length, options: options.slice(0, MOST) };
}

const roots = (): Completion[] => [...VARIABLES.map(asName), ...functionsOf(null)];

function membersOf(path: string, text: string, inputs: readonly string[]): Completion[] {
  if (path === "inputs")
    return inputs.map((name) => ({
      name,
      insert: name,
      type: "dyn",
      description: "An input of the example run.",
    }));
  const type = typeOf(path, text);
  if (type === null) return [];
  if (itemOf(type) !== null) return MACROS.map(asCall);
  if (type === "string") return [...TEXT_METHODS.map(asCall), ...functionsOf("string")];
  return [...(TYPES[type] ?? []).map(asName), ...functionsOf(type)];
}
