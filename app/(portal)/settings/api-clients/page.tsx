import type { Metadata } from "next";
import { AdminOnly } from "@/components/settings/admin-only";
import { ApiClients } from "@/components/settings/clients/api-clients";
import { ListPage } from "@/components/shell/page";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "API clients" };

/** Programs that may call the API. */
export default async function ApiClientsPage() {
  await prefetch(trpc.identity.apiClients.list.queryOptions());
  return (
    <ListPage
      title="API clients"
      description="Programs that call the API, each answerable to a person."
      breadcrumbs={[{ label: "Settings" }, { label: "API clients" }]}
    >
      <Hydrate>
        <AdminOnly>
          <ApiClients />
        </AdminOnly>
      </Hydrate>
    </ListPage>
  );
}
