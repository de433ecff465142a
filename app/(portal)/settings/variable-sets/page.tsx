import type { Metadata } from "next";
import { VariableSets } from "@/components/settings/variable-sets/variable-sets";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Variable sets" };

/** Variables shared by modules, by organisation, team and environment. */
export default async function VariableSetsPage() {
  await prefetch(trpc.pipelines.variableSets.list.queryOptions());
  return (
    <Hydrate>
      <VariableSets />
    </Hydrate>
  );
}
