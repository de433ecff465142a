import type { PageNode } from "./page-types";

/** Every page and folder below these, each after the folder that it is in. */
export const allNodes = (nodes: readonly PageNode[]): PageNode[] =>
  nodes.flatMap((node) => [node, ...allNodes(node.children)]);

/** Those beside which a page stands: of its folder, or at the top. */
export function siblingsOf(tree: readonly PageNode[], identifier: string): readonly PageNode[] {
  const holder = allNodes(tree).find((node) => node.children.some((one) => one.identifier === identifier));
  return holder ? holder.children : tree;
}

/** After which page it comes when it is moved by one place: null, it is the first; undefined, there is no such place. */
export function neighbourAfter(
  tree: readonly PageNode[],
  identifier: string,
  step: -1 | 1,
): string | null | undefined {
  const siblings = siblingsOf(tree, identifier);
  const at = siblings.findIndex((node) => node.identifier === identifier);
  const to = at + step;
  if (at < 0 || to < 0 || to >= siblings.length) return undefined;
  const others = siblings.filter((_, index) => index !== at);
  return to === 0 ? null : (others[to - 1]?.identifier ?? null);
}

/** The nodes whose title or description has a text, with the folders that lead to them. */
export function matching(nodes: readonly PageNode[], text: string): PageNode[] {
  const wanted = text.trim().toLowerCase();
  if (wanted === "") return [...nodes];
  return nodes.flatMap((node) => {
    const own = `${node.title} ${node.description ?? ""}`.toLowerCase().includes(wanted);
    const children = own ? node.children : matching(node.children, text);
    return own || children.length > 0 ? [{ ...node, children }] : [];
  });
}

/** Folders that a page may be moved into, with the way to each; a folder does not go into itself. */
export function foldersFor(
  nodes: readonly PageNode[],
  moved: string | null,
  way: readonly string[] = [],
): { identifier: string; label: string }[] {
  return nodes
    .filter((node) => node.type === "folder" && node.identifier !== moved)
    .flatMap((node) => {
      const here = [...way, node.title];
      return [
        { identifier: node.identifier, label: here.join(" / ") },
        ...foldersFor(node.children, moved, here),
      ];
    });
}
