import { expressionsIn, namesUnder, secretsNamedIn } from "@/server/actions/core/payload/named";
import { invocationSchema, isRemote, type RemoteInvocation } from "@/server/pipelines/schema";
import { type SecretSources, sealedInputs } from "./secret-variables";

/** A text of a payload that takes secrets, cut out of it. */
export interface CutSecret {
  /** What stands in its place. */
  mark: string;
  path: (string | number)[];
  template: string;
  sources: SecretSources;
}

/**
 * Takes the texts that name secrets out of a payload and puts marks in their place, so that the rest is rendered with no
 * secret at hand. `nonce` must be unguessable: a value that looks like a mark would be replaced by a secret.
 * A key of an object cannot hold a secret: those that name one are given in `keys`.
 */
export function cutSecrets(
  template: unknown,
  userInputs: Record<string, unknown>,
  nonce: string,
): { template: unknown; cut: CutSecret[]; keys: string[] } {
  const sealed = sealedInputs(userInputs);
  const cut: CutSecret[] = [];
  const keys: string[] = [];
  const sourcesOf = (text: string): SecretSources | null => {
    const named = expressionsIn(text).flatMap(({ expression }) => namesUnder("inputs", expression));
    const sources = { secrets: secretsNamedIn(text), inputs: sealed.filter((key) => named.includes(key)) };
    return sources.secrets.length + sources.inputs.length ? sources : null;
  };
  const walk = (value: unknown, path: (string | number)[]): unknown => {
    if (typeof value === "string") {
      const sources = sourcesOf(value);
      if (!sources) return value;
      const mark = `${nonce}:${cut.length}`;
      cut.push({ mark, path, template: value, sources });
      return mark;
    }
    if (Array.isArray(value)) return value.map((item: unknown, index) => walk(item, [...path, index]));
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => {
        if (sourcesOf(key)) keys.push(key);
        return [key, walk(item, [...path, key])];
      }),
    );
  };
  return { template: walk(template, []), cut, keys };
}

/** A payload with something in the place of each mark. */
export function fillMarks(value: unknown, marks: ReadonlyMap<string, unknown>): unknown {
  if (typeof value === "string") return marks.has(value) ? marks.get(value) : value;
  if (Array.isArray(value)) return value.map((item: unknown) => fillMarks(item, marks));
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, fillMarks(item, marks)]));
}

/** What is rendered before anybody approves: the mapping needs the answer, and the others hold no templates. */
export function templateOf(invocation: RemoteInvocation): Record<string, unknown> {
  if (invocation.type === "UPSERT_ENTITY") return invocation;
  const { mapping: _, ...template } = invocation;
  return template;
}

type Path = (string | number)[];

/**
 * A rendered payload as the invocation that it is. Numbers and booleans that templates gave where the format has texts are
 * written out, and keys that became null are left out. Null with the reason when it does not fit.
 */
export function fitInvocation(
  rendered: Record<string, unknown>,
): { ok: true; invocation: RemoteInvocation } | { ok: false; path: Path; reason: string } {
  const value = structuredClone(
    Object.fromEntries(Object.entries(rendered).filter(([, item]) => item !== null)),
  );
  const first = invocationSchema.safeParse(value);
  for (const issue of first.success ? [] : first.error.issues)
    if (issue.code === "invalid_type" && issue.expected === "string")
      writeOut(
        value,
        issue.path.map((step) => (typeof step === "symbol" ? String(step) : step)),
      );
  const parsed = first.success ? first : invocationSchema.safeParse(value);
  if (parsed.success && isRemote(parsed.data)) return { ok: true, invocation: parsed.data };
  const issue = parsed.success ? undefined : parsed.error.issues[0];
  return {
    ok: false,
    path: (issue?.path ?? []).map((step) => (typeof step === "symbol" ? String(step) : step)),
    reason: issue?.message ?? "It does not fit the backend.",
  };
}

function writeOut(root: Record<string, unknown>, path: Path): void {
  const last = path.at(-1);
  let holder: unknown = root;
  for (const step of path.slice(0, -1)) holder = (holder as Record<string, unknown> | undefined)?.[step];
  if (last === undefined || typeof holder !== "object" || holder === null) return;
  const value = (holder as Record<string, unknown>)[last];
  if (typeof value === "number" || typeof value === "boolean")
    (holder as Record<string, unknown>)[last] = String(value);
}
