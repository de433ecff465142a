import type { Metadata } from "next";
import { EditBlueprint } from "@/components/blueprints/editor/open-editor";
import { Hydrate, load, prefetch, trpc } from "@/server/api/rsc";

interface Props {
  params: Promise<{ blueprint: string }>;
}

const loadBlueprint = async ({ params }: Props) => {
  const identifier = decodeURIComponent((await params).blueprint);
  return { identifier, blueprint: await load(trpc.catalog.blueprints.get.queryOptions({ identifier })) };
};

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { identifier, blueprint } = await loadBlueprint(props);
  return { title: `Edit ${blueprint?.title ?? identifier}` };
}

/** A blueprint, part by part. */
export default async function EditBlueprintPage(props: Props) {
  const [{ identifier }] = await Promise.all([
    loadBlueprint(props),
    prefetch(trpc.catalog.blueprints.list.queryOptions({ hidden: true })),
  ]);
  return (
    <Hydrate>
      <EditBlueprint identifier={identifier} />
    </Hydrate>
  );
}
