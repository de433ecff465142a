import type { Metadata } from "next";
import { AllocationPage } from "@/components/costs/allocation/allocation-page";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Cost allocation" };

/** How costs find who causes them. */
export default async function AllocationSettingsPage() {
  await prefetch(trpc.costs.allocation.get.queryOptions());
  return (
    <Hydrate>
      <AllocationPage />
    </Hydrate>
  );
}
