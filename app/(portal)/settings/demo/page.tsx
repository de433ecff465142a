import type { Metadata } from "next";
import { DemoPage } from "@/components/demo/demo-page";

export const metadata: Metadata = { title: "Demo data" };

/** The demo organisation, in or out. */
export default function DemoSettings() {
  return <DemoPage />;
}
