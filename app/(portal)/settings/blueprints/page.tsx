import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { AdminPage } from "@/components/settings/admin-page";
import { BlueprintList } from "@/components/settings/definitions/blueprint-list";
import { ButtonLink } from "@/components/ui/button";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Blueprints" };

/** The kinds of things in the catalog. */
export default async function BlueprintsPage() {
  await prefetch(trpc.catalog.blueprints.list.queryOptions());
  return (
    <AdminPage
      title="Blueprints"
      description="What the things in the catalog are made of."
      breadcrumbs={[{ label: "Settings" }, { label: "Blueprints" }]}
      action={
        <ButtonLink variant="primary" href="/settings/blueprints/new">
          <Plus aria-hidden /> New blueprint
        </ButtonLink>
      }
    >
      <Hydrate>
        <BlueprintList />
      </Hydrate>
    </AdminPage>
  );
}
