import type { Metadata } from "next";
import { SurveyPage } from "@/components/surveys/survey-page";
import { Hydrate, load, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Survey" };

/** One survey with its waves. */
export default async function OneSurveyPage({ params }: { params: Promise<{ survey: string }> }) {
  const identifier = decodeURIComponent((await params).survey);
  await load(trpc.surveys.get.queryOptions({ identifier }));
  await prefetch(trpc.surveys.waves.queryOptions({ identifier }));
  return (
    <Hydrate>
      <SurveyPage identifier={identifier} />
    </Hydrate>
  );
}
