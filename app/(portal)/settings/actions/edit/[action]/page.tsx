import type { Metadata } from "next";
import { AdminPage } from "@/components/settings/admin-page";
import { EditAction } from "@/components/settings/definitions/action-editor";
import { ButtonLink } from "@/components/ui/button";
import { Hydrate, load, trpc } from "@/server/api/rsc";

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

/** An action as JSON. */
export default async function EditActionPage(props: Props) {
  const { identifier, action } = await loadAction(props);
  const title = action?.title ?? identifier;
  return (
    <AdminPage
      title={title}
      description="Every save makes a new revision; runs under way keep theirs."
      breadcrumbs={[{ label: "Action forms", href: "/settings/actions" }, { label: title }]}
      secondaryActions={
        <ButtonLink href={`/actions/${encodeURIComponent(identifier)}`}>Open the form</ButtonLink>
      }
    >
      <Hydrate>
        <EditAction identifier={identifier} />
      </Hydrate>
    </AdminPage>
  );
}
