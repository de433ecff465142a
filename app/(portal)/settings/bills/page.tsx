import type { Metadata } from "next";
import { Bills } from "@/components/costs/bills";
import { Hydrate } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Bills" };

/** Files of providers, and what became of each. */
export default function BillsPage() {
  return (
    <Hydrate>
      <Bills />
    </Hydrate>
  );
}
