import type { Metadata } from "next";
import { EditBoard } from "@/components/dashboards/edit/open-editor";
import { Hydrate, load, trpc } from "@/server/api/rsc";

interface Props {
  params: Promise<{ identifier: string }>;
}

const identifierOf = async ({ params }: Props): Promise<string> =>
  decodeURIComponent((await params).identifier);

export async function generateMetadata(props: Props): Promise<Metadata> {
  const page = await load(trpc.dashboards.get.queryOptions({ identifier: await identifierOf(props) }));
  return { title: page ? `Edit ${page.title}` : "Dashboard" };
}

/** A page of widgets while it is edited. */
export default async function EditDashboardPage(props: Props) {
  const identifier = await identifierOf(props);
  await load(trpc.dashboards.get.queryOptions({ identifier }));
  return (
    <Hydrate>
      <EditBoard identifier={identifier} />
    </Hydrate>
  );
}
