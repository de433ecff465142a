import type { Metadata } from "next";
import { Connections } from "@/components/settings/connections/connections";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Connections" };

/** Credentials of pipelines, by name. */
export default async function ConnectionsPage() {
  await prefetch(trpc.pipelines.connections.list.queryOptions());
  return (
    <Hydrate>
      <Connections />
    </Hydrate>
  );
}
