import { clsx } from "clsx";
import type { ClassValue } from "clsx";

/** Utilities of which a later one replaces an earlier one, by the part before the value. */
const prefixes =
  /^-?(p|px|py|pt|pr|pb|pl|m|mx|my|mt|mr|mb|ml|gap-x|gap-y|gap|h|w|size|min-h|min-w|max-h|max-w|top|right|bottom|left|inset-x|inset-y|inset|z|leading|tracking|opacity|basis|items|justify|self|content|overflow-x|overflow-y|overflow|bg|cursor|order|grid-cols|col-span|whitespace|align|duration|transition|outline-offset|underline-offset|select|list)-(?!clip-|origin-)/;

const exact: Record<string, string> = {};
for (const [group, names] of Object.entries({
  display: "block inline-block inline flex inline-flex grid inline-grid contents hidden table",
  position: "static relative absolute fixed sticky",
  "font-size": "text-2xs text-xs text-sm text-base text-lg text-xl",
  "text-align": "text-left text-right text-center",
  wrap: "text-balance text-pretty text-wrap text-nowrap",
  weight: "font-normal font-medium font-semibold font-bold",
  family: "font-sans font-mono",
  border: "border border-0 border-2",
  "border-t": "border-t border-t-0 border-t-2",
  "border-r": "border-r border-r-0 border-r-2",
  "border-b": "border-b border-b-0 border-b-2",
  "border-l": "border-l border-l-0 border-l-2",
  rounded: "rounded rounded-none rounded-xs rounded-sm rounded-md rounded-lg rounded-xl rounded-full",
  shrink: "shrink shrink-0",
}))
  for (const name of names.split(" ")) exact[name] = group;

/** What a wider utility takes along. */
const covers: Record<string, readonly string[]> = {
  p: ["px", "py", "pt", "pr", "pb", "pl"],
  px: ["pr", "pl"],
  py: ["pt", "pb"],
  m: ["mx", "my", "mt", "mr", "mb", "ml"],
  mx: ["mr", "ml"],
  my: ["mt", "mb"],
  size: ["h", "w"],
  gap: ["gap-x", "gap-y"],
  overflow: ["overflow-x", "overflow-y"],
  inset: ["inset-x", "inset-y", "top", "right", "bottom", "left"],
  "inset-x": ["right", "left"],
  "inset-y": ["top", "bottom"],
  border: ["border-t", "border-r", "border-b", "border-l"],
  "font-size": ["leading"],
};

function groupOf(utility: string): string | null {
  const known = Object.hasOwn(exact, utility) ? exact[utility] : undefined;
  if (known) return known;
  if (
    /^border-[a-z]+-?[a-z]*(\/\d+)?$/.test(utility) &&
    !/^border-([xytrbl]|solid|dashed|none|separate|collapse|spacing)(-|$)/.test(utility)
  )
    return "border-color";
  if (/^text-\[\d*\.?\d+(rem|em|px)\]$/.test(utility)) return "font-size";
  if (/^text-[a-z]/.test(utility)) return "color";
  return prefixes.exec(utility)?.[1] ?? null;
}

/** The variants before a utility, such as "hover:sm:"; colons within brackets belong to a value. */
function splitVariants(name: string): [variants: string, utility: string] {
  let depth = 0;
  let cut = 0;
  for (let index = 0; index < name.length; index += 1) {
    const char = name[index];
    if (char === "[" || char === "(") depth += 1;
    else if (char === "]" || char === ")") depth -= 1;
    else if (char === ":" && depth === 0) cut = index + 1;
  }
  return [name.slice(0, cut), name.slice(cut)];
}

/**
 * Joins class names; a later utility replaces an earlier one of the same kind and variant. It knows the kinds that our
 * components let their callers replace, and agrees there with tailwind-merge, at a twelfth of its size.
 */
export function cn(...classes: ClassValue[]): string {
  const joined = clsx(classes);
  const known = merged.get(joined);
  if (known !== undefined) return known;
  const result = merge(joined);
  if (merged.size >= CACHE_SIZE) merged.clear();
  merged.set(joined, result);
  return result;
}

/** Results by input: a table asks for the same few hundreds on every render. */
const merged = new Map<string, string>();
const CACHE_SIZE = 1000;

function merge(joined: string): string {
  const names = joined.split(/\s+/).filter(Boolean);
  const taken = new Set<string>();
  const kept: string[] = [];
  for (const name of names.toReversed()) {
    const [variants, utility] = splitVariants(name);
    // What has no group replaces only itself.
    const group = groupOf(utility) ?? `=${utility}`;
    if (taken.has(variants + group)) continue;
    for (const each of [group, ...(covers[group] ?? [])]) taken.add(variants + each);
    kept.push(name);
  }
  return kept.reverse().join(" ");
}
