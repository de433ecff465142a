import type { Metadata } from "next";
import { Deputies } from "@/components/approvals/deputies/deputies";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Deputies" };

/** Who decides in one's place while one is away. */
export default async function DeputiesPage() {
  await prefetch(trpc.approvals.delegations.list.queryOptions());
  return (
    <Hydrate>
      <Deputies />
    </Hydrate>
  );
}
