import type { Metadata } from "next";
import { AdminOnly } from "@/components/settings/admin-only";
import { BlueprintList } from "@/components/settings/definitions/blueprint-list";
import { ListPage } from "@/components/shell/page";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Blueprints" };

/** The kinds of things in the catalog. */
export default async function BlueprintsPage() {
  await prefetch(trpc.catalog.blueprints.list.queryOptions());
  return (
    <ListPage
      title="Blueprints"
      description="What the things in the catalog are made of."
      breadcrumbs={[{ label: "Settings" }, { label: "Blueprints" }]}
    >
      <Hydrate>
        <AdminOnly>
          <BlueprintList />
        </AdminOnly>
      </Hydrate>
    </ListPage>
  );
}
