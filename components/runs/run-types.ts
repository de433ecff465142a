import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/api/root";

type Outputs = inferRouterOutputs<AppRouter>["runs"];

/** A run as its page gets it. */
export type RunView = Outputs["get"];
/** A run as lists get it. */
export type RunRow = Outputs["list"]["runs"][number];
/** The approval request of a run, with everybody who may decide. */
export type RunApproval = inferRouterOutputs<AppRouter>["approvals"]["get"];
