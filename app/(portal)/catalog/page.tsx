import type { Metadata } from "next";
import { CatalogHome } from "@/components/catalog/home/catalog-home";
import { ListPage } from "@/components/shell/page";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Catalog" };

/** Every kind of thing in the catalog. */
export default async function CatalogPage() {
  await prefetch(trpc.catalog.blueprints.list.queryOptions());
  return (
    <ListPage
      title="Catalog"
      description="Everything that is run here, with its owner and the run that made it."
      breadcrumbs={[{ label: "Catalog" }]}
    >
      <Hydrate>
        <CatalogHome />
      </Hydrate>
    </ListPage>
  );
}
