import type { Metadata } from "next";
import { Policies } from "@/components/settings/policies/policies";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Policies" };

/** Policies, the starter set, and the time zone that they see. */
export default async function PoliciesPage() {
  await prefetch(trpc.policies.list.queryOptions());
  return (
    <Hydrate>
      <Policies />
    </Hydrate>
  );
}
