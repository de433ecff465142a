import type { GraphEdge, GraphNode } from "@/server/catalog/core/related-schema";

export const NODE_WIDTH = 184;
export const NODE_HEIGHT = 44;
const COLUMN_GAP = 96;
const ROW_GAP = 14;
const MARGIN = 12;
/** How far a line between two nodes of one column swings out at their right. */
const SWING = COLUMN_GAP * 0.45;
/** A taller column is broken, so that a hub does not become a ribbon of a hundred nodes. */
const MAX_ROWS = 10;

export interface Placed {
  node: GraphNode;
  x: number;
  y: number;
  /** Columns to the right of the entity are what it points to, those to the left what points to it. */
  column: number;
}

export interface GraphLayout {
  nodes: Placed[];
  width: number;
  height: number;
}

/** Column of each node: where a walk from the start first reaches it, one to the right along a relation, one to the left against it. */
function columnsOf(
  start: string,
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
): Map<string, number> {
  const around = new Map<string, { id: string; step: number }[]>();
  const link = (from: string, id: string, step: number) => {
    const list = around.get(from) ?? [];
    list.push({ id, step });
    around.set(from, list);
  };
  for (const { from, to } of edges) {
    link(from, to, 1);
    link(to, from, -1);
  }
  const columns = new Map([[start, 0]]);
  let level = [start];
  while (level.length) {
    const next: string[] = [];
    for (const at of level)
      for (const { id, step } of around.get(at) ?? [])
        if (!columns.has(id)) {
          columns.set(id, (columns.get(at) ?? 0) + step);
          next.push(id);
        }
    level = next;
  }
  for (const { id } of nodes) if (!columns.has(id)) columns.set(id, 0);
  return columns;
}

/** Passes over the columns; more change nothing that an eye sees. */
const SWEEPS = 4;

/**
 * Places a graph in columns, the start in the middle: what it points to on the right, what points to it on the left. Within
 * a column, nodes stand near what they are connected with.
 */
export function layoutGraph(
  start: string,
  nodes: readonly GraphNode[],
  edges: readonly GraphEdge[],
): GraphLayout {
  const columnOf = columnsOf(start, nodes, edges);
  const columns = new Map<number, GraphNode[]>();
  for (const node of nodes) {
    const at = columnOf.get(node.id) ?? 0;
    columns.set(at, [...(columns.get(at) ?? []), node]);
  }
  const order = [...columns.keys()].sort((a, b) => a - b);
  const neighbours = new Map<string, string[]>();
  for (const { from, to } of edges) {
    neighbours.set(from, [...(neighbours.get(from) ?? []), to]);
    neighbours.set(to, [...(neighbours.get(to) ?? []), from]);
  }
  const place = new Map<string, number>();
  for (const column of columns.values())
    column.forEach((node, index) => place.set(node.id, index - (column.length - 1) / 2));
  for (let sweep = 0; sweep < SWEEPS; sweep++)
    for (const at of order) {
      const column = columns.get(at) ?? [];
      const weight = new Map(
        column.map((node) => {
          const others = (neighbours.get(node.id) ?? []).filter((id) => columnOf.get(id) !== at);
          const sum = others.reduce((total, id) => total + (place.get(id) ?? 0), 0);
          return [node.id, others.length ? sum / others.length : (place.get(node.id) ?? 0)];
        }),
      );
      column.sort(
        (a, b) =>
          (weight.get(a.id) ?? 0) - (weight.get(b.id) ?? 0) ||
          a.title.localeCompare(b.title) ||
          a.id.localeCompare(b.id),
      );
      column.forEach((node, index) => place.set(node.id, index - (column.length - 1) / 2));
    }
  // How many columns side by side each one takes, and how tall its parts are.
  const widthOf = (at: number) => Math.ceil((columns.get(at)?.length ?? 1) / MAX_ROWS);
  const rowsOf = (at: number) => Math.ceil((columns.get(at)?.length ?? 1) / widthOf(at));
  const tallest = Math.max(1, ...order.map(rowsOf));
  const height = tallest * (NODE_HEIGHT + ROW_GAP) - ROW_GAP + 2 * MARGIN;
  let x = MARGIN;
  const placed = order.flatMap((at) => {
    const column = columns.get(at) ?? [];
    const rows = rowsOf(at);
    const left = x;
    x += widthOf(at) * (NODE_WIDTH + ROW_GAP) - ROW_GAP + COLUMN_GAP;
    return column.map((node, index) => {
      const inPart = Math.min(rows, column.length - Math.floor(index / rows) * rows);
      return {
        node,
        column: at,
        x: left + Math.floor(index / rows) * (NODE_WIDTH + ROW_GAP),
        y: height / 2 + ((index % rows) - (inPart - 1) / 2) * (NODE_HEIGHT + ROW_GAP) - NODE_HEIGHT / 2,
      };
    });
  });
  const last = order.at(-1);
  const swings = edges.some(
    ({ from, to }) => from !== to && columnOf.get(from) === last && columnOf.get(to) === last,
  );
  return { nodes: placed, width: x - COLUMN_GAP + MARGIN + (swings ? SWING : 0), height };
}

/** The line of an edge between two placed nodes. */
export function edgePath(from: Placed, to: Placed): string {
  const middle = NODE_HEIGHT / 2;
  if (from.column === to.column) {
    // Out at the right side and back in: within a column there is no room between.
    const [x1, x2] = [from.x + NODE_WIDTH, to.x + NODE_WIDTH];
    const reach = Math.max(x1, x2) + SWING;
    return `M ${x1} ${from.y + middle} C ${reach} ${from.y + middle}, ${reach} ${to.y + middle}, ${x2} ${to.y + middle}`;
  }
  const forward = to.column > from.column;
  const x1 = from.x + (forward ? NODE_WIDTH : 0);
  const x2 = to.x + (forward ? 0 : NODE_WIDTH);
  const bend = (x2 - x1) / 2;
  return `M ${x1} ${from.y + middle} C ${x1 + bend} ${from.y + middle}, ${x2 - bend} ${to.y + middle}, ${x2} ${to.y + middle}`;
}

/** The node to go to from another by an arrow key: the nearest that way. Null at the edge. */
export function nodeTowards(
  layout: GraphLayout,
  from: string,
  key: "ArrowLeft" | "ArrowRight" | "ArrowUp" | "ArrowDown",
): string | null {
  const at = layout.nodes.find(({ node }) => node.id === from);
  if (!at) return null;
  const sideways = key === "ArrowLeft" || key === "ArrowRight";
  const sign = key === "ArrowLeft" || key === "ArrowUp" ? -1 : 1;
  const candidates = layout.nodes.filter((other) =>
    sideways ? Math.sign(other.x - at.x) === sign : other.x === at.x && Math.sign(other.y - at.y) === sign,
  );
  const distance = (other: Placed) =>
    sideways ? Math.abs(other.x - at.x) * 100 + Math.abs(other.y - at.y) : Math.abs(other.y - at.y);
  return candidates.sort((a, b) => distance(a) - distance(b))[0]?.node.id ?? null;
}

/** Two answers about the same neighbourhood as one; the first tells how far away a node is. */
export function mergeGraphs<G extends { nodes: GraphNode[]; edges: GraphEdge[] }>(
  base: G,
  more: readonly { nodes: GraphNode[]; edges: GraphEdge[] }[],
): { nodes: GraphNode[]; edges: GraphEdge[] } {
  const nodes = new Map(base.nodes.map((node) => [node.id, node]));
  const edges = new Map(base.edges.map((edge) => [JSON.stringify(edge), edge]));
  for (const graph of more) {
    const depth = nodes.get(graph.nodes[0]?.id ?? "")?.depth ?? 0;
    for (const node of graph.nodes)
      if (!nodes.has(node.id)) nodes.set(node.id, { ...node, depth: depth + node.depth });
    for (const edge of graph.edges) edges.set(JSON.stringify(edge), edge);
  }
  return { nodes: [...nodes.values()], edges: [...edges.values()] };
}
