import { expressionsIn, namesUnder, secretsNamedIn } from "@/server/actions/core/payload/named";

/** What a variable of the backend takes from secrets: those of the organisation, and encrypted inputs of the run. */
export interface SecretSources {
  secrets: string[];
  inputs: string[];
}

/** The inputs that a run keeps in clear as long as it needs them, sealed: those that the portal itself encrypts. */
export const sealedInputs = (userInputs: Record<string, unknown>): string[] =>
  Object.entries((userInputs.properties ?? {}) as Record<string, { encryption?: unknown }>).flatMap(
    ([key, { encryption }]) => (encryption === "aes256-gcm" ? [key] : []),
  );

/**
 * The variables that are secret, as their templates say, with what they take. One that names no secret is rendered without any
 * at hand, so that it cannot come to hold one.
 */
export function secretVariables(
  variables: Record<string, unknown>,
  userInputs: Record<string, unknown>,
): Record<string, SecretSources> {
  const sealed = sealedInputs(userInputs);
  const found = Object.entries(variables).map(([name, template]): [string, SecretSources] => {
    const named = expressionsIn(template).flatMap(({ expression }) => namesUnder("inputs", expression));
    const inputs = sealed.filter((key) => named.includes(key));
    return [name, { secrets: secretsNamedIn(template), inputs }];
  });
  return Object.fromEntries(found.filter(([, { secrets, inputs }]) => secrets.length + inputs.length > 0));
}

/** What stands in a run's record for a variable that is secret. */
export interface SecretReference {
  $secret: string[];
  /** Of the organisation's secrets at the time of the plan. */
  versions: Record<string, string>;
}

export const referenceTo = (
  { secrets, inputs }: SecretSources,
  versions: Record<string, string>,
): SecretReference => ({
  $secret: [...secrets.map((name) => `secrets.${name}`), ...inputs.map((key) => `inputs.${key}`)],
  versions: Object.fromEntries(secrets.map((name) => [name, versions[name] ?? ""])),
});

/** Every text of a value. */
export function textsOf(value: unknown): string[] {
  if (typeof value === "string") return [value];
  if (typeof value !== "object" || value === null) return typeof value === "number" ? [String(value)] : [];
  return Object.values(value).flatMap(textsOf);
}

/** A value with every text of it changed. */
export function mapTexts<T>(value: T, change: (text: string) => string): T {
  if (typeof value === "string") return change(value) as T;
  if (Array.isArray(value)) return value.map((item: unknown) => mapTexts(item, change)) as T;
  if (typeof value !== "object" || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [key, mapTexts(item, change)])) as T;
}
