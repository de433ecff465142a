import type { Metadata } from "next";
import { TemplatePage } from "@/components/templates/template-page";

interface Props {
  params: Promise<{ slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: `Template ${decodeURIComponent((await params).slug)}` };
}

/** One template: versions, instances, upgrades. */
export default async function OneTemplatePage({ params }: Props) {
  return <TemplatePage slug={decodeURIComponent((await params).slug)} />;
}
