import type { Metadata } from "next";
import { HelpPage } from "@/components/help/help-page";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Help requests" };

/** Requests for help that one is to answer, or has asked. */
export default async function HelpRequestsPage() {
  await Promise.all([
    prefetch(trpc.insights.help.list.queryOptions({ of: "owned", status: "unclosed" })),
    prefetch(trpc.insights.help.list.queryOptions({ of: "mine", status: "unclosed" })),
    prefetch(trpc.insights.feedback.list.queryOptions()),
  ]);
  return (
    <Hydrate>
      <HelpPage />
    </Hydrate>
  );
}
