import type { Metadata } from "next";
import { DemoPage } from "@/components/demo/demo-page";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Demo data" };

/** The demo organisation, in or out. */
export default async function DemoSettings() {
  await prefetch(trpc.demo.status.queryOptions());
  return (
    <Hydrate>
      <DemoPage />
    </Hydrate>
  );
}
