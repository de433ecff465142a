import { NODE_HEIGHT, NODE_WIDTH } from "./layout";
import type { PlacedEdge, Point } from "./layout";

export interface View {
  x: number;
  y: number;
  scale: number;
}

export const MIN_SCALE = 0.25;
export const MAX_SCALE = 2;

const clamp = (value: number): number => Math.min(MAX_SCALE, Math.max(MIN_SCALE, value));

/** The view at another scale, with the point of the frame under the pointer where it was. */
export function zoomAt(view: View, factor: number, at: Point): View {
  const scale = clamp(view.scale * factor);
  const ratio = scale / view.scale;
  return { scale, x: at.x - (at.x - view.x) * ratio, y: at.y - (at.y - view.y) * ratio };
}

/** The view that shows everything, centred, never larger than life. */
export function fitView(
  content: { width: number; height: number },
  frame: { width: number; height: number },
): View {
  const scale = clamp(Math.min(1, frame.width / content.width, frame.height / content.height));
  return {
    scale,
    x: (frame.width - content.width * scale) / 2,
    y: (frame.height - content.height * scale) / 2,
  };
}

/** Below this a title cannot be read any more. */
const READABLE = 0.6;

/** The view to start with: everything, or where that could not be read, its beginning. */
export function startView(
  content: { width: number; height: number },
  frame: { width: number; height: number },
): View {
  const all = fitView(content, frame);
  return all.scale < READABLE ? { x: 0, y: 0, scale: READABLE } : all;
}

/** The view moved as little as needed for a node to be in sight. */
export function revealNode(view: View, node: Point, frame: { width: number; height: number }): View {
  const margin = 24;
  const shift = (start: number, size: number, room: number) => {
    if (start < margin) return margin - start;
    const over = start + size - (room - margin);
    return over > 0 ? -over : 0;
  };
  return {
    ...view,
    x: view.x + shift(view.x + node.x * view.scale, NODE_WIDTH * view.scale, frame.width),
    y: view.y + shift(view.y + node.y * view.scale, NODE_HEIGHT * view.scale, frame.height),
  };
}

/** The drawn line of an edge, and where its label stands. */
export function edgePath(edge: PlacedEdge, from: Point): { path: string; label: Point } {
  if (edge.points.length < 2) {
    const x = from.x + NODE_WIDTH * 0.72;
    const y = from.y;
    return {
      path: `M ${x} ${y} C ${x} ${y - 34}, ${x + 44} ${y - 34}, ${x + 44} ${y}`,
      label: { x: x + 22, y: y - 26 },
    };
  }
  const points = edge.points;
  const start = points[0] as Point;
  let path = `M ${start.x} ${start.y}`;
  for (const [index, point] of points.slice(1).entries()) {
    const before = points[index] as Point;
    const bend = (point.x - before.x) / 2;
    path += ` C ${before.x + bend} ${before.y}, ${point.x - bend} ${point.y}, ${point.x} ${point.y}`;
  }
  const next = points[1] as Point;
  return { path, label: { x: (start.x + next.x) / 2, y: (start.y + next.y) / 2 } };
}

export type Direction = "left" | "right" | "up" | "down";

/** The node to go to from another with an arrow key: the nearest in that direction, straight ahead before sideways. */
export function neighbourOf(
  nodes: ReadonlyMap<string, Point>,
  from: string,
  direction: Direction,
): string | undefined {
  const start = nodes.get(from);
  if (!start) return undefined;
  let best: { id: string; cost: number } | undefined;
  for (const [id, { x, y }] of nodes) {
    const [dx, dy] = [x - start.x, y - start.y];
    const ahead = { left: -dx, right: dx, up: -dy, down: dy }[direction];
    const aside = Math.abs(direction === "left" || direction === "right" ? dy : dx);
    if (id === from || ahead <= 0) continue;
    const cost = ahead + aside * 2;
    if (!best || cost < best.cost) best = { id, cost };
  }
  return best?.id;
}
