import type { Metadata } from "next";
import { AdminOnly } from "@/components/settings/admin-only";
import { Connections } from "@/components/settings/connections/connections";
import { ListPage } from "@/components/shell/page";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Connections" };

/** Credentials of pipelines, by name. */
export default async function ConnectionsPage() {
  await prefetch(trpc.pipelines.connections.list.queryOptions());
  return (
    <ListPage
      title="Connections"
      description="What pipelines need to reach other systems. Values are written and never shown again."
      breadcrumbs={[{ label: "Settings" }, { label: "Connections" }]}
    >
      <Hydrate>
        <AdminOnly>
          <Connections />
        </AdminOnly>
      </Hydrate>
    </ListPage>
  );
}
