/** A word that jq takes as a key without quotes. */
const BARE = /^[A-Za-z_][A-Za-z0-9_]*$/;

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");

/**
 * Renames a key of `.properties` or `.relations` in a jq expression, or in the expressions of a template. Only what is
 * certainly that key is renamed: `.properties.key`, `.properties."key"`, `.properties["key"]`. `unclear` says whether the
 * word stands elsewhere too, where only a person can tell what it means.
 */
export function renameInJq(
  text: string,
  member: "properties" | "relations",
  from: string,
  to: string,
): { text: string; renamed: boolean; unclear: boolean } {
  const key = escaped(from);
  const forms = [
    `\\.\\s*"${key}"`,
    `\\.\\s*'${key}'`,
    `\\.?\\[\\s*"${key}"\\s*\\]`,
    `\\.?\\[\\s*'${key}'\\s*\\]`,
    ...(BARE.test(from) ? [`\\.\\s*${key}(?![A-Za-z0-9_])`] : []),
  ];
  const clear = new RegExp(`(\\.${member}\\??\\s*)(?:${forms.join("|")})`, "g");
  const written = BARE.test(to) ? `.${to}` : `["${to.replace(/\\/g, "\\\\")}"]`;
  const next = text.replace(clear, (_, before: string) => `${before.trimEnd()}${written}`);
  const rest = text.replace(clear, " ");
  const unclear = new RegExp(`(?<![A-Za-z0-9_@=-])${key}(?![A-Za-z0-9_@=-])`).test(rest);
  return { text: next, renamed: next !== text, unclear };
}
