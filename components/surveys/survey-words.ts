import type { Tone } from "@/components/ui/status";
import { formatPercent } from "@/components/ui/format";
import type { SurveyListed, WaveView } from "./survey-types";

/** A day for people: "26 Nov 2026". */
export const dayOf = (at: Date): string =>
  at.toLocaleDateString("en-GB", { day: "numeric", month: "short", year: "numeric", timeZone: "UTC" });

/** "12 of 40 answered (30 %)". */
export const turnout = ({ respondents, invited }: Pick<WaveView, "respondents" | "invited">): string =>
  `${respondents} of ${invited} answered${invited ? ` (${formatPercent(respondents / invited)})` : ""}`;

/** How a survey stands, in a word. */
export function standingOf(survey: SurveyListed): { label: string; tone: Tone } {
  if (survey.latest?.status === "open") return { label: "Open", tone: "info" };
  if (survey.status === "draft") return { label: "Draft", tone: "neutral" };
  if (survey.status === "archived") return { label: "Archived", tone: "neutral" };
  return survey.waves ? { label: "Closed", tone: "neutral" } : { label: "Ready to send", tone: "neutral" };
}

/** Paths of the pages of surveys. */
export const surveyPath = (identifier: string) => `/insights/surveys/${encodeURIComponent(identifier)}`;
export const wavePath = (id: string) => `/insights/surveys/waves/${id}`;
