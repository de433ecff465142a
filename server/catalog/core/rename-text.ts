/** A word that jq takes as a key without quotes. */
const BARE = /^[A-Za-z_][A-Za-z0-9_]*$/;

const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\/-]/g, "\\$&");

export interface RenamedText {
  text: string;
  renamed: boolean;
  unclear: boolean;
}

type Member = "properties" | "relations";

/** How jq reaches a key of an object, as patterns. */
const accesses = (key: string): string[] => [
  `\\.\\s*"${escaped(key)}"`,
  `\\.\\s*'${escaped(key)}'`,
  `\\.?\\[\\s*"${escaped(key)}"\\s*\\]`,
  `\\.?\\[\\s*'${escaped(key)}'\\s*\\]`,
  ...(BARE.test(key) ? [`\\.\\s*${key}(?![A-Za-z0-9_])`] : []),
];

/**
 * Renames a key of `.properties` or `.relations` in a jq expression, or in the expressions of a template. Only what is
 * certainly that key is renamed: `.properties.key`, `.properties."key"`, `.properties["key"]`. `unclear` says whether the
 * word stands elsewhere too, where only a person can tell what it means.
 */
export function renameInJq(text: string, member: Member, from: string, to: string): RenamedText {
  return replaced(text, `\\.${member}\\??\\s*`, from, to, (rest) => rest);
}

/**
 * The same in an expression that sees several objects: only behind one of `holders`, each a path such as `["form",
 * "service"]` to an entity, or to a list of them, that has the key. A text without them means nothing of it.
 */
export function renameBehind(
  text: string,
  holders: string[][],
  member: Member,
  from: string,
  to: string,
): RenamedText {
  const paths = holders.map((path) => path.map((key) => `(?:${accesses(key).join("|")})\\??`).join("\\s*"));
  const holder = `(?<![A-Za-z0-9_\\])"'])(?:${paths.join("|")})(?:\\[\\s*\\d*\\s*\\])?\\??\\s*`;
  if (paths.length === 0 || !new RegExp(holder).test(text)) return { text, renamed: false, unclear: false };
  // What is certainly of something else is not asked about.
  const others = new RegExp(
    `\\.(?:form|inputs|user|outputs|entity)(?:\\.[A-Za-z0-9_]+\\??(?:\\.(?:properties|relations))?)?(?:${accesses(from).join("|")})`,
    "g",
  );
  return replaced(text, `${holder}\\.${member}\\??\\s*`, from, to, (rest) => rest.replace(others, " "));
}

function replaced(
  text: string,
  before: string,
  from: string,
  to: string,
  remaining: (rest: string) => string,
): RenamedText {
  const clear = new RegExp(`(${before})(?:${accesses(from).join("|")})`, "g");
  const written = BARE.test(to) ? `.${to}` : `["${to.replace(/\\/g, "\\\\")}"]`;
  let renamed = false;
  const next = text.replace(clear, (_, kept: string) => {
    renamed = true;
    return `${kept.trimEnd()}${written}`;
  });
  const rest = remaining(text.replace(clear, " "));
  const unclear = new RegExp(`(?<![A-Za-z0-9_@=-])${escaped(from)}(?![A-Za-z0-9_@=-])`).test(rest);
  return { text: next, renamed, unclear };
}
