import type { Metadata } from "next";
import { SurveyList } from "@/components/surveys/survey-list";
import { Hydrate, prefetch, trpc } from "@/server/api/rsc";

export const metadata: Metadata = { title: "Surveys" };

/** What people say themselves. */
export default async function SurveysPage() {
  await prefetch(trpc.surveys.list.queryOptions(), trpc.surveys.mine.queryOptions());
  return (
    <Hydrate>
      <SurveyList />
    </Hydrate>
  );
}
