import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/api/root";
import type { HelpStatus } from "@/server/insights/core/signals";
import type { Tone } from "@/components/ui/status";

type Outputs = inferRouterOutputs<AppRouter>["insights"]["help"];
export type HelpRequest = Outputs["list"][number];
export type HelpThread = Outputs["get"];

export const helpWords: Readonly<Record<HelpStatus, { label: string; tone: Tone }>> = {
  open: { label: "Open", tone: "warning" },
  answered: { label: "Answered", tone: "info" },
  closed: { label: "Closed", tone: "success" },
};

export const helpHref = (id: string): string => `/help/${encodeURIComponent(id)}`;
