import { cn } from "@/components/ui/cn";
import { labelOf } from "@/components/properties/kind";
import { edgePath } from "./geometry";
import type { Layout, Point } from "./layout";
import type { RelationEdge } from "./model-edges";

interface GraphEdgesProps {
  layout: Layout;
  relations: readonly RelationEdge[];
  selected: string | null;
  /** The line that is being drawn by hand. */
  drawing: { start: Point; end: Point } | null;
}

/** The relations as lines. For the eye alone: the list under each blueprint says the same in words. */
export function GraphEdges({ layout, relations, selected, drawing }: GraphEdgesProps) {
  const byName = new Map(relations.map((edge) => [`${edge.from} ${edge.key}`, edge.relation]));
  const drawn = layout.edges.map((edge) => ({
    ...edge,
    ...edgePath(edge, layout.nodes.get(edge.from) ?? { x: 0, y: 0 }),
    relation: byName.get(`${edge.from} ${edge.key}`),
    active: edge.from === selected || edge.to === selected,
  }));
  return (
    <>
      <svg
        aria-hidden
        width={layout.width}
        height={layout.height}
        className="pointer-events-none absolute inset-0 overflow-visible"
      >
        <defs>
          <marker
            id="relation-end"
            viewBox="0 0 8 8"
            refX={7}
            refY={4}
            markerUnits="userSpaceOnUse"
            markerWidth={8}
            markerHeight={8}
            orient="auto-start-reverse"
          >
            <path d="M0 0.5 7.5 4 0 7.5z" fill="context-stroke" />
          </marker>
        </defs>
        {drawn.map(({ from, key, path, active, relation }) => (
          <path
            key={`${from} ${key}`}
            d={path}
            fill="none"
            markerEnd="url(#relation-end)"
            strokeDasharray={relation?.required ? undefined : "5 4"}
            className={cn(active ? "stroke-primary stroke-2" : "stroke-control")}
          />
        ))}
        {drawing && (
          <line
            x1={drawing.start.x}
            y1={drawing.start.y}
            x2={drawing.end.x}
            y2={drawing.end.y}
            markerEnd="url(#relation-end)"
            className="stroke-primary stroke-2"
          />
        )}
      </svg>
      {drawn.map(({ from, key, label, active, relation }) => (
        <span
          key={`${from} ${key}`}
          aria-hidden
          style={{ left: label.x, top: label.y }}
          className={cn(
            "bg-background text-2xs pointer-events-none absolute max-w-30 -translate-x-1/2 -translate-y-1/2 truncate rounded-sm px-1",
            active ? "text-primary-text font-medium" : "text-muted-foreground",
          )}
        >
          {labelOf(key, relation ?? {})} · {relation?.many ? "many" : "one"}
        </span>
      ))}
    </>
  );
}
