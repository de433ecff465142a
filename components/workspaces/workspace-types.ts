import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/api/root";

type Outputs = inferRouterOutputs<AppRouter>["runs"]["workspaces"];

export type WorkspaceRow = Outputs["list"]["workspaces"][number];
export type WorkspaceView = Outputs["page"];
export type VersionRow = Outputs["versions"][number];
export type DriftView = Outputs["drift"];
