import { type Outline, outlineOf, targetOf } from "./links";
import { pageAt, type Thing } from "./portal-pages";

/** A text that is looked through, and what it is the page of. */
export interface Text {
  kind: "action" | "blueprint" | "template";
  identifier: string;
  text: string;
}

/** What links lead to, by kind and name. */
export type Named = ReadonlyMap<Thing, ReadonlySet<string>>;

/** So many texts are remembered. */
const MOST = 2_000;
const outlines = new Map<string, Outline>();

/** Reading takes longer than anything else here, and texts seldom change. */
function outline(text: string): Outline {
  let known = outlines.get(text);
  if (!known) {
    if (outlines.size >= MOST) outlines.clear();
    outlines.set(text, (known = outlineOf(text)));
  }
  return known;
}

/** A text without any of these has no link. */
const MAY_LINK = /\]\(|\]:|<|\]\[/;
const linksOf = (text: string): string[] => (MAY_LINK.test(text) ? outline(text).links : []);

/** The things that the texts lead to, which somebody has to look up. */
export function namedIn(texts: readonly Text[]): Map<Thing, Set<string>> {
  const named = new Map<Thing, Set<string>>();
  for (const link of texts.flatMap(({ text }) => linksOf(text))) {
    const target = targetOf(link);
    const page = target.kind === "page" && pageAt(target.path);
    if (typeof page !== "object") continue;
    const names = named.get(page.thing) ?? new Set<string>();
    named.set(page.thing, names.add(page.name));
  }
  return named;
}

/** The links of a text that lead nowhere: to no page, no thing that `there` has, or no heading of the page that they name. */
export function brokenIn(of: Text, texts: readonly Text[], there: Named): string[] {
  return linksOf(of.text).filter((link) => {
    const target = targetOf(link);
    if (target.kind === "external") return false;
    if (target.kind === "nowhere") return true;
    if (target.kind === "anchor") return !hasAnchor(of, target.anchor);
    const page = pageAt(target.path);
    if (typeof page === "boolean") return !page;
    if (!there.get(page.thing)?.has(page.name)) return true;
    const other = texts.find(({ kind, identifier }) => kind === page.thing && identifier === page.name);
    return other !== undefined && target.anchor !== null && !hasAnchor(other, target.anchor);
  });
}

const hasAnchor = ({ text }: Text, anchor: string): boolean =>
  anchor === "" || outline(text).anchors.includes(anchor);
