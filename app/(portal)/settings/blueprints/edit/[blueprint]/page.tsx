import type { Metadata } from "next";
import { AdminPage } from "@/components/settings/admin-page";
import { EditBlueprint } from "@/components/settings/definitions/blueprint-editor";
import { Hydrate, load, trpc } from "@/server/api/rsc";

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

/** A blueprint as JSON. */
export default async function EditBlueprintPage(props: Props) {
  const { identifier, blueprint } = await loadBlueprint(props);
  const title = blueprint?.title ?? identifier;
  return (
    <AdminPage
      title={title}
      description="Every save makes a new revision."
      breadcrumbs={[{ label: "Blueprints", href: "/settings/blueprints" }, { label: title }]}
    >
      <Hydrate>
        <EditBlueprint identifier={identifier} />
      </Hydrate>
    </AdminPage>
  );
}
