import type { Metadata } from "next";
import { BundlePage } from "@/components/settings/bundle/bundle-page";

export const metadata: Metadata = { title: "Import & export" };

/** The whole model as one document. */
export default function BundleSettings() {
  return <BundlePage />;
}
