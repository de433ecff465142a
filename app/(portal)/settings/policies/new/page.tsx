import type { Metadata } from "next";
import { PolicyEditor } from "@/components/settings/policies/policy-editor";

export const metadata: Metadata = { title: "New policy" };

/** A policy that is not stored yet. */
export default function NewPolicyPage() {
  return <PolicyEditor stored={null} />;
}
