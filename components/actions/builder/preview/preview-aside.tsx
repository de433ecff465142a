"use client";

import { SectionCard } from "@/components/ui/card";
import { TrialBar } from "../trial/trial-bar";
import { useTrial } from "../trial/trial-store";
import { FormPreview } from "./form-preview";

/** The form as the chosen person sees it, beside the part of the builder that changes it. */
export function PreviewAside() {
  const [trial] = useTrial();
  return (
    <SectionCard title="Preview" description={`As ${trial.asName ?? "you"} would see it now.`}>
      <div className="grid max-h-[75dvh] gap-6 overflow-y-auto p-1">
        <div className="border-b pb-5">
          <TrialBar />
        </div>
        <FormPreview />
      </div>
    </SectionCard>
  );
}
