import type { Metadata } from "next";
import type { SearchParams } from "@/components/url-state/parsers";
import { EntityDetail } from "@/components/catalog/entity/entity-detail";
import { Hydrate, load, prefetch, trpc } from "@/server/api/rsc";
import { loadEntityParams, loadGraphParams } from "./search-params";

interface Props {
  params: Promise<{ blueprint: string; entity: string }>;
  searchParams: Promise<SearchParams>;
}

async function idsOf({ params }: Props): Promise<{ blueprint: string; identifier: string }> {
  const { blueprint, entity } = await params;
  return { blueprint: decodeURIComponent(blueprint), identifier: decodeURIComponent(entity) };
}

export async function generateMetadata(props: Props): Promise<Metadata> {
  const entity = await load(trpc.catalog.entities.get.queryOptions(await idsOf(props)));
  return { title: entity?.title ?? entity?.identifier ?? "Entity" };
}

/** One entity. */
export default async function EntityPage(props: Props) {
  const ids = await idsOf(props);
  const [{ tab }, graph] = await Promise.all([
    loadEntityParams(props.searchParams),
    loadGraphParams(props.searchParams),
  ]);
  await Promise.all([
    load(trpc.catalog.blueprints.get.queryOptions({ identifier: ids.blueprint })),
    load(trpc.catalog.entities.get.queryOptions(ids)),
  ]);
  await prefetch(
    trpc.actions.list.queryOptions({ blueprint: ids.blueprint, entity: ids.identifier }),
    trpc.identity.teams.list.queryOptions(),
    trpc.identity.users.list.queryOptions(),
    trpc.dashboards.forEntities.queryOptions({ blueprint: ids.blueprint }),
    ...(tab.startsWith("page:")
      ? [trpc.dashboards.get.queryOptions({ identifier: tab.slice("page:".length) })]
      : []),
    ...(tab === "overview" || tab === "history"
      ? [trpc.catalog.blueprints.properties.queryOptions({ identifier: ids.blueprint })]
      : []),
    ...(tab === "related" ? [trpc.catalog.entities.relations.queryOptions(ids)] : []),
    ...(tab === "graph"
      ? [trpc.catalog.entities.graph.queryOptions({ ...ids, depth: graph.depth, direction: graph.direction })]
      : []),
    ...(tab === "runs"
      ? [trpc.runs.list.queryOptions({ blueprint: ids.blueprint, entity: ids.identifier, limit: 50 })]
      : []),
    ...(tab === "history" ? [trpc.catalog.entities.history.queryOptions({ ...ids, limit: 200 })] : []),
  );
  return (
    <Hydrate>
      <EntityDetail blueprint={ids.blueprint} identifier={ids.identifier} />
    </Hydrate>
  );
}
