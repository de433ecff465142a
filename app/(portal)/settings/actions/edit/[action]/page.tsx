import type { Metadata } from "next";
import { EditAction } from "@/components/actions/builder/open-editor";
import { Hydrate, load, prefetch, trpc } from "@/server/api/rsc";

interface Props {
  params: Promise<{ action: string }>;
}

const loadAction = async ({ params }: Props) => {
  const identifier = decodeURIComponent((await params).action);
  return { identifier, action: await load(trpc.actions.get.queryOptions({ identifier })) };
};

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { identifier, action } = await loadAction(props);
  return { title: `Edit ${action?.title ?? identifier}` };
}

/** An action, part by part. */
export default async function EditActionPage(props: Props) {
  const [{ identifier }] = await Promise.all([
    loadAction(props),
    prefetch(trpc.catalog.blueprints.list.queryOptions({ hidden: true })),
  ]);
  return (
    <Hydrate>
      <EditAction identifier={identifier} />
    </Hydrate>
  );
}
