import { Plus } from "lucide-react";
import type { Metadata } from "next";
import { newBlueprintHref } from "@/components/blueprints/blueprint-paths";
import { BuilderHome } from "@/components/blueprints/builder-home";
import { AdminPage } from "@/components/settings/admin-page";
import { ButtonLink } from "@/components/ui/button";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Blueprints" };

/** The kinds of things in the catalog, and how they relate. */
export default async function BlueprintsPage() {
  await prefetch(trpc.catalog.blueprints.list.queryOptions({ hidden: true }));
  return (
    <AdminPage
      title="Blueprints"
      description="What the things in the catalog are made of, and how they relate."
      breadcrumbs={[{ label: "Settings" }, { label: "Blueprints" }]}
      action={
        <ButtonLink variant="primary" href={newBlueprintHref}>
          <Plus aria-hidden /> New blueprint
        </ButtonLink>
      }
    >
      <Hydrate>
        <BuilderHome />
      </Hydrate>
    </AdminPage>
  );
}
