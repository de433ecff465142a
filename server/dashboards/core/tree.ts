import type { PageNode } from "../schema";

/** What has a place: its folder by id, and where in it. */
export interface Placed {
  id: string;
  parentId: string | null;
  position: number;
}

/** Folders above a thing and itself: 1 at the top. What names no folder is at the top. */
export function depthOf(id: string | null, parents: ReadonlyMap<string, string | null>): number {
  let depth = 0;
  for (let at: string | null | undefined = id; at && depth < 100; at = parents.get(at)) depth += 1;
  return depth;
}

/** How many folders deep what is in a folder goes, with the folder itself. */
export function heightOf(id: string, folders: readonly { id: string; parentId: string | null }[]): number {
  const below = folders.filter(({ parentId }) => parentId === id);
  return 1 + Math.max(0, ...below.map((folder) => heightOf(folder.id, folders)));
}

/** The siblings in order with one of them after another (null: first; undefined: last). */
export function reordered(
  siblings: readonly string[],
  moved: string,
  after: string | null | undefined,
): string[] {
  const others = siblings.filter((id) => id !== moved);
  const at = after === undefined ? others.length : after === null ? 0 : others.indexOf(after) + 1;
  return [...others.slice(0, at), moved, ...others.slice(at)];
}

/** Nodes in order as a tree. */
export function treeOf(nodes: readonly PageNode[]): PageNode[] {
  const byIdentifier = new Map(
    nodes.map((node) => [node.identifier, { ...node, children: [] as PageNode[] }]),
  );
  const top: PageNode[] = [];
  for (const node of byIdentifier.values()) {
    const folder = node.parent === null ? undefined : byIdentifier.get(node.parent);
    if (folder) folder.children.push(node);
    else top.push(node);
  }
  return top;
}
