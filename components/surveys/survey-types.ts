import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/api/root";

type Outputs = inferRouterOutputs<AppRouter>["surveys"];

export type SurveyListed = Outputs["list"][number];
export type SurveyView = Outputs["get"];
export type WaveView = Outputs["wave"];
export type WaveResults = Outputs["results"];
export type QuestionResult = WaveResults["questions"][number];
export type LinkView = Outputs["look"];
