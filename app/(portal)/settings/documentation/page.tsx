import type { Metadata } from "next";
import { Documentation } from "@/components/settings/documentation/documentation";
import { Hydrate } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Documentation" };

/** The pages of what is offered, and who read each last. */
export default function DocumentationPage() {
  return (
    <Hydrate>
      <Documentation />
    </Hydrate>
  );
}
