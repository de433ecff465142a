import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/api/root";

type Outputs = inferRouterOutputs<AppRouter>["lifetimes"];

/** The lifetime of an entity, with what happened to it. */
export type LifetimeDetail = NonNullable<Outputs["get"]>;
/** A lifetime as lists get it. */
export type LifetimeItem = Outputs["list"]["lifetimes"][number];
