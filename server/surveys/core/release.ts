/** Counts of what a group has said, one number for each thing that is counted; the first says how many people it is. */
export interface Group {
  /** Identifier of the team; empty: of none. */
  team: string;
  counts: readonly number[];
}

interface Node {
  team: string;
  /** Of the team and all below it. */
  all: number[];
  children: Node[];
}

const plus = (a: readonly number[], b: readonly number[]) => a.map((n, i) => n + b[i]!);
const minus = (a: readonly number[], b: readonly number[]) => a.map((n, i) => n - b[i]!);

/**
 * Says to which group each team belongs in what is shown, so that no subtraction leads to fewer people than the floor. Teams are
 * a tree, and of a tree only sums of its residuals can be learned: a team's own people with those below it that are not shown for
 * themselves. So each residual is empty or large enough, in everything that is counted; where one is not, the smallest team
 * below is not shown for itself either, with all beneath it. A team is shown only where the one above it is.
 * Gives back the group by team, empty for "of no team that is shown"; null where nothing may be shown at all.
 */
export function releaseGroups(
  groups: readonly Group[],
  parents: Readonly<Record<string, string | null>>,
  floor: number,
): Map<string, string> | null {
  const isFine = (counts: readonly number[]) => counts.every((n) => n === 0 || n >= floor);
  const isShown = (node: Node) => node.all[0]! >= floor && isFine(node.all);
  const root = treeOf(groups, parents);
  if (!root || !isShown(root)) return null;
  const shown = new Map<Node, Node[]>();
  const show = (node: Node): void => {
    const below = node.children.filter(isShown);
    shown.set(node, below);
    below.forEach(show);
  };
  show(root);
  const residual = (node: Node) => shown.get(node)!.reduce((left, child) => minus(left, child.all), node.all);
  const hide = (node: Node): void => {
    shown.get(node)?.forEach(hide);
    shown.delete(node);
  };
  for (let node = firstUnfit(); node; node = firstUnfit()) {
    const below = shown.get(node)!;
    const smallest = below.reduce((least, child) =>
      child.all[0]! < least.all[0]! || (child.all[0] === least.all[0] && child.team < least.team)
        ? child
        : least,
    );
    shown.set(
      node,
      below.filter((child) => child !== smallest),
    );
    hide(smallest);
  }
  return labels(root, shown);

  function firstUnfit(): Node | undefined {
    return [...shown.keys()].find((node) => !isFine(residual(node)));
  }
}

function treeOf(groups: readonly Group[], parents: Readonly<Record<string, string | null>>): Node | null {
  const [first] = groups;
  if (!first) return null;
  const nothing = first.counts.map(() => 0);
  const nodes = new Map<string, Node>();
  const nodeOf = (team: string): Node => {
    let node = nodes.get(team);
    if (!node) nodes.set(team, (node = { team, all: nothing, children: [] }));
    return node;
  };
  const root = nodeOf("");
  for (const { team, counts } of groups)
    for (const above of [...lineOf(team, parents), ""]) {
      const node = nodeOf(above);
      node.all = plus(node.all, counts);
    }
  for (const node of nodes.values()) {
    if (node === root) continue;
    const [, above = ""] = lineOf(node.team, parents);
    nodeOf(above).children.push(node);
  }
  return root;
}

/** A team and those above it, from itself on. Where parents go in a circle, the circle is cut at its first name. */
export function lineOf(team: string, parents: Readonly<Record<string, string | null>>): string[] {
  if (team === "") return [];
  const circle = circleOf(team, parents);
  const cut = circle.length ? [...circle].sort()[0] : null;
  const line = [team];
  for (let above = parents[team]; above && line.at(-1) !== cut; above = parents[above]) line.push(above);
  return line;
}

/** The teams of the circle that a line of parents ends in; none where it ends. */
function circleOf(team: string, parents: Readonly<Record<string, string | null>>): string[] {
  const seen: string[] = [];
  for (let at: string | null | undefined = team; at; at = parents[at]) {
    const from = seen.indexOf(at);
    if (from >= 0) return seen.slice(from);
    seen.push(at);
  }
  return [];
}

function labels(root: Node, shown: ReadonlyMap<Node, Node[]>): Map<string, string> {
  const by = new Map<string, string>();
  const walk = (node: Node, label: string): void => {
    const own = shown.has(node) ? node.team : label;
    by.set(node.team, own);
    for (const child of node.children) walk(child, own);
  };
  walk(root, "");
  return by;
}
