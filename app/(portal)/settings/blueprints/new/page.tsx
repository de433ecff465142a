import type { Metadata } from "next";
import { NewBlueprint } from "@/components/blueprints/editor/open-editor";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "New blueprint" };

/** A new kind of thing. */
export default async function NewBlueprintPage() {
  await prefetch(trpc.catalog.blueprints.list.queryOptions({ hidden: true }));
  return (
    <Hydrate>
      <NewBlueprint />
    </Hydrate>
  );
}
