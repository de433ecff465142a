import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/api/root";

type Outputs = inferRouterOutputs<AppRouter>["identity"];

/** Somebody who can sign in, with their teams. */
export type Person = Outputs["users"]["list"][number];
/** A team with its members. */
export type Team = Outputs["teams"]["list"][number];
export type Member = Team["members"][number];
