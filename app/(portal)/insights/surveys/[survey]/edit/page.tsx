import type { Metadata } from "next";
import { SurveyBuilder } from "@/components/surveys/builder/survey-builder";
import { Hydrate, load, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Edit survey" };

/** Where a survey is written; `new` is one that is not there yet. */
export default async function EditSurveyPage({ params }: { params: Promise<{ survey: string }> }) {
  const survey = decodeURIComponent((await params).survey);
  const identifier = survey === "new" ? null : survey;
  if (identifier !== null) await load(trpc.surveys.get.queryOptions({ identifier }));
  return (
    <Hydrate>
      <SurveyBuilder identifier={identifier} />
    </Hydrate>
  );
}
