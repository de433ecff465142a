import { fromMarkdown } from "mdast-util-from-markdown";
import { anchorOf } from "./anchors";

/** Where links of a text lead, and what can be linked to in it. */
export interface Outline {
  /** As they are written, each once, in order. */
  links: string[];
  /** Of its headings. */
  anchors: string[];
}

interface Node {
  type: string;
  url?: string;
  value?: string;
  alt?: string | null;
  children?: Node[];
}

/** Reads a text in Markdown: links, pictures and definitions of either; what is code is none. */
export function outlineOf(text: string): Outline {
  const links = new Set<string>();
  const anchors = new Set<string>();
  const visit = (node: Node) => {
    if (node.type === "heading") anchors.add(anchorOf(wordsIn(node)));
    if (node.url !== undefined) links.add(node.url);
    node.children?.forEach(visit);
  };
  visit(fromMarkdown(text) as Node);
  return { links: [...links], anchors: [...anchors] };
}

const wordsIn = (node: Node): string => node.value ?? node.alt ?? node.children?.map(wordsIn).join("") ?? "";

/** Where a link leads. */
export type Target =
  /** Beyond the portal: nobody looks whether it is there. */
  | { kind: "external" }
  /** A heading of the text itself. */
  | { kind: "anchor"; anchor: string }
  | { kind: "page"; path: string; anchor: string | null }
  /** A relative address, which has nothing to start from. */
  | { kind: "nowhere" };

/** Reads an address as it stands in a text. */
export function targetOf(link: string): Target {
  if (/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(link)) return { kind: "external" };
  const [, path = "", anchor] = /^([^?#]*)(?:\?[^#]*)?(?:#(.*))?$/s.exec(link) ?? [];
  if (path === "" && anchor !== undefined) return { kind: "anchor", anchor: decoded(anchor) };
  if (!path.startsWith("/")) return { kind: "nowhere" };
  return { kind: "page", path, anchor: anchor === undefined ? null : decoded(anchor) };
}

/** Of an address; itself where it was written otherwise. */
export function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch (error) {
    if (error instanceof URIError) return text;
    throw error;
  }
}
