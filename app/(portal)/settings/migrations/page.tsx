import type { Metadata } from "next";
import { MigrationList } from "@/components/settings/migrations/migration-list";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Migrations" };

/** Entities on their way into another shape. */
export default async function MigrationsPage() {
  await prefetch(trpc.catalog.migrations.list.queryOptions());
  return (
    <Hydrate>
      <MigrationList />
    </Hydrate>
  );
}
