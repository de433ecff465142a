import type { Metadata } from "next";
import { BoardView } from "@/components/dashboards/view/board-view";
import { Hydrate, load, trpc } from "@/server/api/rsc";

interface Props {
  params: Promise<{ identifier: string }>;
}

const identifierOf = async ({ params }: Props): Promise<string> =>
  decodeURIComponent((await params).identifier);

export async function generateMetadata(props: Props): Promise<Metadata> {
  const page = await load(trpc.dashboards.get.queryOptions({ identifier: await identifierOf(props) }));
  return { title: page?.title ?? "Dashboard" };
}

/** One page of widgets. */
export default async function DashboardPage(props: Props) {
  const identifier = await identifierOf(props);
  await load(trpc.dashboards.get.queryOptions({ identifier }));
  return (
    <Hydrate>
      <BoardView identifier={identifier} />
    </Hydrate>
  );
}
