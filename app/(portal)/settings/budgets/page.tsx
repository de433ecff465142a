import type { Metadata } from "next";
import { Budgets } from "@/components/settings/budgets/budgets";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Budgets" };

/** What may be spent a month, and what counts against it. */
export default async function BudgetsPage() {
  await prefetch(trpc.budgets.list.queryOptions());
  return (
    <Hydrate>
      <Budgets />
    </Hydrate>
  );
}
