import type { Metadata } from "next";
import type { SearchParams } from "@/components/url-state/parsers";
import { EntityTable } from "@/components/catalog/table/open-table";
import { pageInput } from "@/components/catalog/table/table-query";
import { stateOf } from "@/components/catalog/table/table-state";
import type { BlueprintDefinition } from "@/server/catalog/schema";
import { Hydrate, load, prefetch, trpc } from "@/server/api/rsc";
import { loadEntityTableParams } from "./search-params";

interface Props {
  params: Promise<{ blueprint: string }>;
  searchParams: Promise<SearchParams>;
}

const blueprintOf = async ({ params }: Props): Promise<string> =>
  decodeURIComponent((await params).blueprint);

export async function generateMetadata(props: Props): Promise<Metadata> {
  const blueprint = await load(
    trpc.catalog.blueprints.get.queryOptions({ identifier: await blueprintOf(props) }),
  );
  return { title: blueprint?.title ?? "Catalog" };
}

/** All entities of a blueprint. */
export default async function BlueprintPage(props: Props) {
  const identifier = await blueprintOf(props);
  const params = await loadEntityTableParams(props.searchParams);
  const blueprint = await load(trpc.catalog.blueprints.get.queryOptions({ identifier }));
  const views =
    (params.view && (await load(trpc.catalog.views.list.queryOptions({ blueprint: identifier })))) || [];
  const state = stateOf(params, views);
  await prefetch(
    ...(blueprint && !state.group
      ? [trpc.catalog.entities.list.queryOptions(pageInput(blueprint, state, params))]
      : []),
    trpc.catalog.blueprints.properties.queryOptions({ identifier }),
    trpc.catalog.views.list.queryOptions({ blueprint: identifier }),
    trpc.actions.list.queryOptions({ blueprint: identifier, operation: "CREATE" }),
    trpc.identity.teams.list.queryOptions(),
    ...(hasPeople(blueprint) ? [trpc.identity.users.list.queryOptions()] : []),
  );
  return (
    <Hydrate>
      <EntityTable blueprint={identifier} />
    </Hydrate>
  );
}

/** Whether names of people are shown, so that they need not be fetched once the table is there. */
const hasPeople = (blueprint: BlueprintDefinition | null | undefined): boolean =>
  Object.values(blueprint?.schema.properties ?? {}).some((property) => property.format === "user");
