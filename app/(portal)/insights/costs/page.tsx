import type { Metadata } from "next";
import { CostPage } from "@/components/costs/cost-page";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Costs" };

/** What things really cost. */
export default async function CostsPage() {
  await prefetch(trpc.costs.coverage.queryOptions());
  return (
    <Hydrate>
      <CostPage />
    </Hydrate>
  );
}
