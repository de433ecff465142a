import type { Metadata } from "next";
import { Prices } from "@/components/settings/rate-cards/prices";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Prices & quotas" };

/** Rate cards that actions share, the price table of resources, quotas, and how many runs a team has at a time. */
export default async function RateCardsPage() {
  await prefetch(
    trpc.cost.rateCards.list.queryOptions(),
    trpc.cost.prices.list.queryOptions(),
    trpc.cost.quotas.list.queryOptions(),
    trpc.runs.quotaUses.queryOptions(),
    trpc.runs.settings.queryOptions(),
  );
  return (
    <Hydrate>
      <Prices />
    </Hydrate>
  );
}
