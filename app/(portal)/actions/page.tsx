import type { Metadata } from "next";
import { ActionGallery } from "@/components/actions/action-gallery";
import { ListPage } from "@/components/shell/page";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Actions" };

/** Everything that the person may run. */
export default async function ActionsPage() {
  await prefetch(trpc.actions.gallery.queryOptions(), trpc.catalog.blueprints.list.queryOptions());
  return (
    <ListPage
      title="Actions"
      description="Golden paths: create or change something through a form that follows your platform’s rules."
      breadcrumbs={[{ label: "Actions" }]}
    >
      <Hydrate>
        <ActionGallery />
      </Hydrate>
    </ListPage>
  );
}
