import type { Metadata } from "next";
import { ApiClients } from "@/components/settings/clients/api-clients";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "API clients" };

/** Programs that may call the API. */
export default async function ApiClientsPage() {
  await prefetch(trpc.identity.apiClients.list.queryOptions());
  return (
    <Hydrate>
      <ApiClients />
    </Hydrate>
  );
}
