import type { ReactNode } from "react";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

/** Whether figures are of demo data stands on the page as soon as they do. */
export default async function InsightsLayout({ children }: { children: ReactNode }) {
  await prefetch(trpc.demo.status.queryOptions());
  return <Hydrate>{children}</Hydrate>;
}
