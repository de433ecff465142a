import type { Metadata } from "next";
import { HelpThread } from "@/components/help/help-thread";
import { Hydrate, load, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Help request" };

/** A request for help and its answer. */
export default async function HelpRequestPage({ params }: { params: Promise<{ request: string }> }) {
  const { request: id } = await params;
  await load(trpc.insights.help.get.queryOptions({ id }));
  return (
    <Hydrate>
      <HelpThread id={id} />
    </Hydrate>
  );
}
