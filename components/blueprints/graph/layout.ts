/** Size of a node and the gaps between them, in pixels at 100 %. */
export const NODE_WIDTH = 208;
export const NODE_HEIGHT = 64;
const GAP_X = 132;
const GAP_Y = 28;
const MARGIN = 32;
/** How often each layer is ordered by its neighbours; more changes nothing that a reader would see. */
const SWEEPS = 8;

export interface GraphEdge {
  from: string;
  to: string;
  /** Key of the relation; with `from` it names the edge. */
  key: string;
}

export interface Point {
  x: number;
  y: number;
}

export interface PlacedEdge extends GraphEdge {
  /** Corner points from node to node; a curve goes through them. */
  points: Point[];
}

export interface Layout {
  width: number;
  height: number;
  /** The upper left corner of each node. */
  nodes: ReadonlyMap<string, Point>;
  edges: PlacedEdge[];
}

interface Cell {
  /** The node's identifier; undefined for a bend of an edge that passes through the layer. */
  id: string | undefined;
  order: number;
  y: number;
  up: Cell[];
  down: Cell[];
}

/** Edges that lead back to where one came from, found depth first: they are drawn against the flow. */
function backEdges(ids: readonly string[], out: ReadonlyMap<string, GraphEdge[]>): Set<GraphEdge> {
  const state = new Map<string, "open" | "done">();
  const back = new Set<GraphEdge>();
  const visit = (id: string): void => {
    state.set(id, "open");
    for (const edge of out.get(id) ?? []) {
      const seen = state.get(edge.to);
      if (seen === "open") back.add(edge);
      else if (!seen) visit(edge.to);
    }
    state.set(id, "done");
  };
  for (const id of ids) if (!state.has(id)) visit(id);
  return back;
}

/** The column of each node: one further than everything that leads to it. */
function ranksOf(
  ids: readonly string[],
  edges: readonly { from: string; to: string }[],
): Map<string, number> {
  const ranks = new Map(ids.map((id) => [id, 0]));
  // Longest path by relaxation: without cycles it ends after at most as many rounds as there are nodes.
  for (let round = 0, changed = true; changed && round <= ids.length; round += 1) {
    changed = false;
    for (const { from, to } of edges) {
      const rank = (ranks.get(from) ?? 0) + 1;
      if (rank > (ranks.get(to) ?? 0)) {
        ranks.set(to, rank);
        changed = true;
      }
    }
  }
  return ranks;
}

const mean = (values: readonly number[]): number =>
  values.reduce((sum, value) => sum + value, 0) / values.length;

/** Orders each layer by the mean place of its neighbours, forth and back, so that few edges cross. */
function orderLayers(layers: Cell[][]): void {
  const settle = (layer: Cell[], neighbours: (cell: Cell) => Cell[]) => {
    const wanted = new Map(
      layer.map((cell) => [
        cell,
        neighbours(cell).length ? mean(neighbours(cell).map((other) => other.order)) : cell.order,
      ]),
    );
    layer.sort((a, b) => (wanted.get(a) ?? 0) - (wanted.get(b) ?? 0));
    layer.forEach((cell, index) => (cell.order = index));
  };
  for (let sweep = 0; sweep < SWEEPS; sweep += 1)
    if (sweep % 2 === 0) for (const layer of layers.slice(1)) settle(layer, (cell) => cell.up);
    else for (const layer of layers.slice(0, -1).reverse()) settle(layer, (cell) => cell.down);
}

/** Heights within the layers: near the neighbours, never on one another. */
function placeLayers(layers: Cell[][]): void {
  for (const layer of layers) layer.forEach((cell, index) => (cell.y = index * (NODE_HEIGHT + GAP_Y)));
  const pull = (layer: Cell[], neighbours: (cell: Cell) => Cell[]) => {
    const wanted = layer.map((cell) =>
      neighbours(cell).length ? mean(neighbours(cell).map((other) => other.y)) : cell.y,
    );
    let floor = Number.NEGATIVE_INFINITY;
    layer.forEach((cell, index) => {
      cell.y = Math.max(wanted[index] ?? cell.y, floor);
      floor = cell.y + NODE_HEIGHT + GAP_Y;
    });
    // What was pushed down comes back up as a whole, so that a layer stays centred on its neighbours.
    const shift = mean(layer.map((cell, index) => (wanted[index] ?? cell.y) - cell.y));
    for (const cell of layer) cell.y += shift;
  };
  for (let sweep = 0; sweep < 4; sweep += 1)
    if (sweep % 2 === 0) for (const layer of layers.slice(1)) pull(layer, (cell) => cell.up);
    else for (const layer of layers.slice(0, -1).reverse()) pull(layer, (cell) => cell.down);
}

/** Nodes that hang together, each group in the order in which its nodes were given. */
function groupsOf(ids: readonly string[], edges: readonly GraphEdge[]): string[][] {
  const group = new Map(ids.map((id) => [id, id]));
  const root = (id: string): string => {
    const parent = group.get(id) ?? id;
    return parent === id ? id : root(parent);
  };
  for (const { from, to } of edges) group.set(root(from), root(to));
  const members = new Map<string, string[]>();
  for (const id of ids) members.set(root(id), [...(members.get(root(id)) ?? []), id]);
  return [...members.values()].sort((a, b) => b.length - a.length);
}

/**
 * Places blueprints in columns along their relations: what points to others stands left of them. Groups that do not hang
 * together stand below one another, single blueprints in rows at the end. The same input always gives the same picture.
 */
export function layoutGraph(ids: readonly string[], all: readonly GraphEdge[]): Layout {
  const known = new Set(ids);
  const edges = all.filter((edge) => known.has(edge.from) && known.has(edge.to));
  const nodes = new Map<string, Point>();
  const placed: PlacedEdge[] = [];
  let top = MARGIN;
  let width = 0;
  const groups = groupsOf(ids, edges);
  for (const group of groups.filter((members) => members.length > 1)) {
    const members = new Set(group);
    const done = layoutGroup(
      group,
      edges.filter((edge) => members.has(edge.from)),
      top,
    );
    for (const [id, point] of done.nodes) nodes.set(id, point);
    placed.push(...done.edges);
    top = done.height + GAP_Y * 2;
    width = Math.max(width, done.width);
  }
  const single = groups.filter((members) => members.length === 1).flat();
  const perRow = Math.max(3, Math.floor((width - MARGIN) / (NODE_WIDTH + GAP_Y)));
  single.forEach((id, index) => {
    const x = MARGIN + (index % perRow) * (NODE_WIDTH + GAP_Y * 1.5);
    nodes.set(id, { x, y: top + Math.floor(index / perRow) * (NODE_HEIGHT + GAP_Y) });
    width = Math.max(width, x + NODE_WIDTH + MARGIN);
  });
  const loops = edges.filter((edge) => edge.from === edge.to && single.includes(edge.from));
  placed.push(...loops.map((edge) => ({ ...edge, points: [] })));
  if (single.length) top += Math.ceil(single.length / perRow) * (NODE_HEIGHT + GAP_Y);
  return { width, height: top - GAP_Y + MARGIN, nodes, edges: placed };
}

function layoutGroup(ids: readonly string[], edges: readonly GraphEdge[], top: number): Layout {
  const out = new Map<string, GraphEdge[]>();
  for (const edge of edges)
    if (edge.from !== edge.to) out.set(edge.from, [...(out.get(edge.from) ?? []), edge]);
  const back = backEdges(ids, out);
  const flow = edges
    .filter((edge) => edge.from !== edge.to)
    .map((edge) =>
      back.has(edge) ? { edge, from: edge.to, to: edge.from } : { edge, from: edge.from, to: edge.to },
    );
  const ranks = ranksOf(ids, flow);
  const layers: Cell[][] = Array.from({ length: Math.max(...ranks.values()) + 1 }, () => []);
  const addTo = (rank: number, id: string | undefined): Cell => {
    const layer = layers[rank] as Cell[];
    const cell: Cell = { id, order: layer.length, y: 0, up: [], down: [] };
    layer.push(cell);
    return cell;
  };
  const cells = new Map(ids.map((id) => [id, addTo(ranks.get(id) ?? 0, id)]));
  const chains = flow.map(({ edge, from, to }) => {
    const chain = [cells.get(from) as Cell];
    for (let rank = (ranks.get(from) ?? 0) + 1; rank < (ranks.get(to) ?? 0); rank += 1)
      chain.push(addTo(rank, undefined));
    chain.push(cells.get(to) as Cell);
    for (let i = 1; i < chain.length; i += 1) {
      (chain[i - 1] as Cell).down.push(chain[i] as Cell);
      (chain[i] as Cell).up.push(chain[i - 1] as Cell);
    }
    return { edge, chain };
  });
  orderLayers(layers);
  placeLayers(layers);
  const lift = top - Math.min(...layers.flat().map((cell) => cell.y));
  const at = new Map<Cell, Point>();
  layers.forEach((layer, rank) => {
    for (const cell of layer)
      at.set(cell, { x: MARGIN + rank * (NODE_WIDTH + GAP_X), y: Math.round(cell.y + lift) });
  });
  const point = (cell: Cell): Point => at.get(cell) ?? { x: 0, y: 0 };
  return {
    width: MARGIN * 2 + layers.length * NODE_WIDTH + (layers.length - 1) * GAP_X,
    height: Math.max(...layers.flat().map((cell) => point(cell).y)) + NODE_HEIGHT,
    nodes: new Map([...cells].map(([id, cell]) => [id, point(cell)])),
    edges: [
      ...chains.map(({ edge, chain }) => ({ ...edge, points: corners(chain.map(point), back.has(edge)) })),
      ...edges.filter((edge) => edge.from === edge.to).map((edge) => ({ ...edge, points: [] })),
    ],
  };
}

/** From the right side of the first node to the left side of the last, straight through the layers between. */
function corners(chain: Point[], reversed: boolean): Point[] {
  const middle = NODE_HEIGHT / 2;
  const points = chain.flatMap(({ x, y }, index) => {
    if (index === 0) return [{ x: x + NODE_WIDTH, y: y + middle }];
    if (index === chain.length - 1) return [{ x, y: y + middle }];
    return [
      { x, y: y + middle },
      { x: x + NODE_WIDTH, y: y + middle },
    ];
  });
  return reversed ? points.reverse() : points;
}
