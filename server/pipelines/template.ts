import { checkJq, evaluateJq, JqError } from "@/server/kernel/jq";
import { interpolated, isSpread, parseTemplate, templateTexts, type TemplateIssue } from "./core/template";

/** A value could not be rendered: where, and why. */
export class TemplateError extends Error {
  constructor(
    readonly path: (string | number)[],
    readonly reason: string,
    readonly expression: string | null,
  ) {
    super(
      `${path.length ? `${path.join(".")}: ` : ""}${expression === null ? "" : `{{ ${expression} }}: `}${reason}`,
    );
    this.name = "TemplateError";
  }
}

/**
 * Renders a JSON value against a context. A text that is one template keeps the type of its result; within other text the
 * result is written out. Keys are rendered too: one that gives null or nothing drops its pair, and
 * `"{{ spreadValue() }}"` merges its value into the object. Throws TemplateError.
 */
export function render(value: unknown, context: unknown): Promise<unknown> {
  return renderAt(value, [], {
    context,
    failed: (fault) => {
      throw fault;
    },
  });
}

/**
 * The same for an example: what cannot be rendered becomes what `instead` says, and the others are rendered all the same.
 */
export async function renderAll(
  value: unknown,
  context: unknown,
  instead: (fault: TemplateError) => unknown,
): Promise<unknown> {
  return renderAt(value, [], { context, failed: instead });
}

interface Rendering {
  context: unknown;
  /** What stands for a text that failed; or throws. */
  failed: (fault: TemplateError) => unknown;
}
type Path = (string | number)[];

async function renderAt(value: unknown, path: Path, how: Rendering): Promise<unknown> {
  if (typeof value === "string") return renderLeaf(value, path, how);
  if (Array.isArray(value))
    return Promise.all(value.map((item, index) => renderAt(item, [...path, index], how)));
  if (typeof value !== "object" || value === null) return value;
  const pairs = await Promise.all(
    Object.entries(value).map(([key, item]) => renderPair(key, item, [...path, key], how)),
  );
  // fromEntries defines own properties, so that a key such as __proto__ is a key and nothing more.
  return Object.fromEntries(pairs.flat());
}

async function renderLeaf(text: string, path: Path, { context, failed }: Rendering): Promise<unknown> {
  try {
    return await renderText(text, context, path);
  } catch (error) {
    if (error instanceof TemplateError) return failed(error);
    throw error;
  }
}

async function renderPair(
  key: string,
  item: unknown,
  path: Path,
  how: Rendering,
): Promise<[string, unknown][]> {
  if (isSpread(key)) {
    const spread = await renderAt(item, path, how);
    if (spread === null) return [];
    if (typeof spread === "object" && !Array.isArray(spread)) return Object.entries(spread);
    how.failed(new TemplateError(path, "Only an object can be spread.", null));
    return [];
  }
  const name = await renderLeaf(key, path, how);
  if (name === null || name === "") return [];
  if (typeof name === "string") return [[name, await renderAt(item, path, how)]];
  how.failed(
    new TemplateError(path, `A key must be a text or null, and this gives ${JSON.stringify(name)}.`, null),
  );
  return [];
}

async function renderText(text: string, context: unknown, path: (string | number)[]): Promise<unknown> {
  const parsed = parseTemplate(text);
  if (!parsed.ok) throw new TemplateError(path, parsed.problem, null);
  const { template } = parsed;
  if (template.kind === "text") return text;
  if (template.kind === "whole") return evaluate(template.expression, context, path);
  const parts = template.parts.map(async (part) =>
    typeof part === "string" ? part : interpolated(await evaluate(part.expression, context, path)),
  );
  return (await Promise.all(parts)).join("");
}

async function evaluate(expression: string, context: unknown, path: (string | number)[]): Promise<unknown> {
  try {
    return await evaluateJq(expression, context);
  } catch (error) {
    if (error instanceof JqError) throw new TemplateError(path, error.message, expression);
    throw error;
  }
}

/** Everything that is wrong with the templates of a definition, for the moment when it is saved. Runs nothing. */
export async function checkTemplates(value: unknown): Promise<TemplateIssue[]> {
  const issues = templateTexts(value).map(async ({ path, text }): Promise<TemplateIssue[]> => {
    const parsed = parseTemplate(text);
    if (!parsed.ok) return [{ path, message: parsed.problem }];
    const { template } = parsed;
    const expressions =
      template.kind === "text"
        ? []
        : template.kind === "whole"
          ? [template]
          : template.parts.filter((part) => typeof part !== "string");
    const problems = await Promise.all(
      expressions.map(async ({ expression }) => ({ expression, problem: await checkJq(expression) })),
    );
    return problems.flatMap(({ expression, problem }) =>
      problem === null ? [] : [{ path, message: `{{ ${expression} }}: ${problem}` }],
    );
  });
  return (await Promise.all(issues)).flat();
}
