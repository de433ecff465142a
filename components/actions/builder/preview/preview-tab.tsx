"use client";

import { SectionCard } from "@/components/ui/card";
import { RenderedExample } from "../backend/rendered-example";
import { TrialBar } from "../trial/trial-bar";
import { usePayload } from "../trial/use-payload";
import { useTrial } from "../trial/trial-store";
import { FormPreview } from "./form-preview";
import { TryJq } from "./try-jq";

/** The form as somebody sees it, and what would be sent. Nothing is ever run from here. */
export function PreviewTab() {
  const [trial] = useTrial();
  const payload = usePayload({ samples: false });
  return (
    <div className="grid items-start gap-5 xl:grid-cols-[minmax(0,1fr)_26rem]">
      <SectionCard
        title="Form"
        description={`As ${trial.asName ?? "you"} would see it now, with unsaved changes.`}
      >
        <div className="grid gap-6">
          <div className="border-b pb-5">
            <TrialBar />
          </div>
          <FormPreview />
        </div>
      </SectionCard>
      <div className="grid min-w-0 gap-5 xl:sticky xl:top-4">
        <RenderedExample query={payload} samples={false} />
        <SectionCard title="Try jq" description="With the person, entity and values of this preview.">
          <TryJq />
        </SectionCard>
      </div>
    </div>
  );
}
