import type { Metadata } from "next";
import { AdminOnly } from "@/components/settings/admin-only";
import { ActionList } from "@/components/settings/definitions/action-list";
import { ListPage } from "@/components/shell/page";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Action forms" };

/** The golden paths that people may run. */
export default async function ActionDefinitionsPage() {
  await prefetch(trpc.actions.definitions.queryOptions());
  return (
    <ListPage
      title="Action forms"
      description="The golden paths: what they ask, what they run, who approves."
      breadcrumbs={[{ label: "Settings" }, { label: "Action forms" }]}
    >
      <Hydrate>
        <AdminOnly>
          <ActionList />
        </AdminOnly>
      </Hydrate>
    </ListPage>
  );
}
