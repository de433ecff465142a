import { graphSchema, type EntityGraph, type GraphQuery } from "../core/related-schema";
import * as store from "../store/related";
import { readableEntities } from "./access";
import { startAt } from "./related";
import { read, type AnyContext } from "./write";

/** Neighbours of one entity in each direction; a hub shows some of them, and says that there are more. */
const PER_NODE = 40;

/**
 * The entities around one, level by level, and every relation between them. Circles end where they began. Throws NotFound
 * for the entity; what may not be read is not in the picture, nor what is behind it.
 */
export async function entityGraph(
  ctx: AnyContext,
  blueprint: string,
  identifier: string,
  input: GraphQuery = {},
): Promise<EntityGraph> {
  const { depth, direction, limit } = read(graphSchema, input);
  const { model, entity } = await startAt(ctx, blueprint, identifier);
  const readable = await readableEntities(ctx, model);
  const directions = direction === "both" ? (["outgoing", "incoming"] as const) : ([direction] as const);
  const depths = new Map([[entity.id, 0]]);
  let truncated = false;
  let frontier = [entity.id];
  for (let level = 1; level <= depth && frontier.length && depths.size < limit; level++) {
    const hits = await store.neighboursOf(ctx.db, frontier, [...directions], PER_NODE + 1, readable);
    const perNode = new Map<string, number>();
    frontier = [];
    for (const { near, direction: side, far } of hits) {
      perNode.set(side + near, (perNode.get(side + near) ?? 0) + 1);
      if (depths.has(far)) continue;
      if (depths.size >= limit) {
        truncated = true;
        break;
      }
      depths.set(far, level);
      frontier.push(far);
    }
    truncated ||= [...perNode.values()].some((n) => n > PER_NODE);
  }
  const ids = [...depths.keys()];
  const [nodes, edges] = await Promise.all([store.nodesBy(ctx.db, ids), store.edgesAmong(ctx.db, ids)]);
  const blueprintOf = new Map(nodes.map((node) => [node.id, model.byId.get(node.blueprintId)?.definition]));
  return {
    nodes: nodes
      .map((node) => ({
        id: node.id,
        blueprint: blueprintOf.get(node.id)?.identifier ?? "",
        blueprintTitle: blueprintOf.get(node.id)?.title ?? "",
        identifier: node.identifier,
        title: node.title ?? node.identifier,
        icon: node.icon ?? blueprintOf.get(node.id)?.icon ?? null,
        depth: depths.get(node.id) ?? 0,
      }))
      .sort((a, b) => a.depth - b.depth || a.title.localeCompare(b.title)),
    edges: edges.map((edge) => ({
      ...edge,
      title: blueprintOf.get(edge.from)?.relations?.[edge.relation]?.title ?? edge.relation,
    })),
    truncated,
  };
}
