import { parseDocument } from "yaml";
import { PROPERTY_KEY } from "@/server/properties/schema";
import type { InputDefinition } from "../definition/user-inputs";
import { titleOf } from "./import-variables";

export interface ImportedWorkflow {
  userInputs: { properties: Record<string, InputDefinition>; required: string[]; order: string[] };
  /** What is sent to the workflow, for each of its inputs. */
  workflowInputs: Record<string, string>;
  /** What an input cannot say, or could not be understood; for a person to look at. */
  warnings: string[];
}

/** Larger files are no workflows; GitHub itself takes at most 25 inputs. */
const MAX_TEXT = 200_000;
const MAX_INPUTS = 100;
/** Descriptions and defaults are shown on one page. */
const MAX_SHOWN = 5_000;

/**
 * The form for a GitHub workflow that is started by hand: what `on.workflow_dispatch.inputs` declares, and the payload that
 * sends it. In: the text of the workflow's file. Out: a form that can be saved as it is, or why there is none.
 */
export function importWorkflow(text: string): ImportedWorkflow | { fault: string } {
  const read = readYaml(text);
  if ("fault" in read) return read;
  const declared = dispatchIn(read.value);
  if (declared === null)
    return {
      fault:
        "This workflow cannot be started by hand: it has no on.workflow_dispatch. Add it, with the inputs that the form should ask for.",
    };
  const warnings: string[] = [];
  const all = Object.entries(declared);
  if (all.length > MAX_INPUTS)
    warnings.push(`The workflow has ${all.length} inputs; the first ${MAX_INPUTS} were taken.`);
  const inputs = all.slice(0, MAX_INPUTS).flatMap(([name, declaration]) => {
    if (!PROPERTY_KEY.test(name)) {
      warnings.push(`${shown(name)}: an input cannot have this name, so that it was left out.`);
      return [];
    }
    const from = isObject(declaration) ? declaration : {};
    return [{ name, required: from.required === true, input: inputOf(name, from, warnings) }];
  });
  return {
    userInputs: {
      properties: Object.fromEntries(inputs.map(({ name, input }) => [name, input])),
      required: inputs.filter(({ required }) => required).map(({ name }) => name),
      order: inputs.map(({ name }) => name),
    },
    workflowInputs: Object.fromEntries(inputs.map(({ name }) => [name, `{{ .inputs${access(name)} }}`])),
    warnings,
  };
}

/** Reads one document. Aliases, with which a short text can become a huge one, are followed a hundred times at most. */
function readYaml(text: string): { value: unknown } | { fault: string } {
  if (text.length > MAX_TEXT)
    return { fault: `The text has more than ${MAX_TEXT} characters, which no workflow has.` };
  try {
    const document = parseDocument(text, { logLevel: "silent" });
    const [fault] = document.errors;
    if (fault) return { fault: `This is no YAML: ${fault.message.split("\n")[0]!}` };
    return { value: document.toJS({ maxAliasCount: 100 }) as unknown };
  } catch (error) {
    // Too many aliases, one of an anchor that there is not, or nesting beyond the stack.
    if (error instanceof ReferenceError || error instanceof RangeError)
      return { fault: `This YAML cannot be read: ${error.message}` };
    throw error;
  }
}

/** The inputs that are declared; none when it is started without; null when it is not started by hand. */
function dispatchIn(workflow: unknown): Record<string, unknown> | null {
  const on = isObject(workflow) ? workflow.on : undefined;
  if (on === "workflow_dispatch" || (Array.isArray(on) && on.includes("workflow_dispatch"))) return {};
  if (!isObject(on) || !Object.hasOwn(on, "workflow_dispatch")) return null;
  const dispatch = on.workflow_dispatch;
  return isObject(dispatch) && isObject(dispatch.inputs) ? dispatch.inputs : {};
}

type Declared = Record<string, unknown>;

function inputOf(name: string, declared: Declared, warnings: string[]): InputDefinition {
  const { description, deprecationMessage } = declared;
  const warn = (message: string) => void warnings.push(`${name}: ${message}`);
  const deprecated = typeof deprecationMessage === "string" ? `Deprecated: ${deprecationMessage}` : null;
  if (deprecated) warn("it is deprecated. Its description says so, and it can be left out.");
  const about = [typeof description === "string" ? description : null, deprecated].filter(
    (line) => line !== null,
  );
  return {
    ...typeOf(declared, warn),
    title: titleOf(name) || name,
    ...(about.length ? { description: shown(about.join("\n\n")) } : {}),
  };
}

/** Type, choices and default. What a default of another type means is not guessed: it is left out. */
function typeOf(declared: Declared, warn: (message: string) => void): InputDefinition {
  const { type = "string", default: fallback, options } = declared;
  const withDefault = (definition: InputDefinition, value: unknown): InputDefinition => {
    if (value !== undefined) return { ...definition, default: value };
    if (fallback !== undefined && fallback !== null)
      warn(`its default ${shown(JSON.stringify(fallback))} is not of its type, so that it was left out.`);
    return definition;
  };
  switch (type) {
    case "boolean":
      return withDefault({ type: "boolean" }, asBoolean(fallback));
    case "number":
      return withDefault({ type: "number" }, asNumber(fallback));
    case "choice": {
      const choices = [
        ...new Set(Array.isArray(options) ? options.flatMap((option) => asText(option) ?? []) : []),
      ];
      if (choices.length === 0) {
        warn("it has no options, so that it takes any text.");
        return withDefault({ type: "string" }, asText(fallback));
      }
      const chosen = asText(fallback);
      return withDefault(
        { type: "string", enum: choices },
        chosen !== undefined && choices.includes(chosen) ? chosen : undefined,
      );
    }
    case "environment":
      warn(
        "the environments of the repository are not known here, so that it takes any text. Give it choices.",
      );
      return withDefault({ type: "string" }, asText(fallback));
    case "string":
      return withDefault({ type: "string" }, asText(fallback));
    default:
      warn(`the type ${shown(String(JSON.stringify(type)))} is not known, so that it takes any text.`);
      return withDefault({ type: "string" }, asText(fallback));
  }
}

/** Texts, and what YAML reads as a number or a truth value where text is meant, such as a version. */
function asText(value: unknown): string | undefined {
  if (typeof value === "number" || typeof value === "boolean") return String(value);
  return typeof value === "string" && value === shown(value) ? value : undefined;
}

function asBoolean(value: unknown): boolean | undefined {
  if (value === "true" || value === true) return true;
  return value === "false" || value === false ? false : undefined;
}

function asNumber(value: unknown): number | undefined {
  const number = typeof value === "string" && value.trim() !== "" ? Number(value) : value;
  return typeof number === "number" && Number.isFinite(number) ? number : undefined;
}

/** A text as it can be stored and shown: no NUL, no half of a character, not endless. */
const shown = (text: string): string => text.slice(0, MAX_SHOWN).replace(/\p{Surrogate}|\0/gu, "");

/** How jq reaches an input of that name. */
const access = (name: string): string =>
  /^[A-Za-z_][A-Za-z0-9_]*$/.test(name) ? `.${name}` : `[${JSON.stringify(name)}]`;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
