import type { Metadata } from "next";
import { TemplateList } from "@/components/templates/template-list";

export const metadata: Metadata = { title: "Templates" };

/** Every template with its versions, and what runs on them. */
export default function TemplatesPage() {
  return <TemplateList />;
}
