import type { Metadata } from "next";
import { NewAction } from "@/components/actions/builder/open-editor";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "New action" };

/** A new action, part by part. */
export default async function NewActionPage() {
  await prefetch(trpc.catalog.blueprints.list.queryOptions({ hidden: true }));
  return (
    <Hydrate>
      <NewAction />
    </Hydrate>
  );
}
