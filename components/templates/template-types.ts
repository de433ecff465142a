import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/api/root";

type Outputs = inferRouterOutputs<AppRouter>["templates"];

/** A template with its versions, and how many instances each has. */
export type TemplateItem = Outputs["standings"][number];
export type TemplateVersionItem = TemplateItem["versions"][number];
/** How an instance stands to the versions of its template. */
export type InstanceStanding = NonNullable<Outputs["instance"]>;
export type InstanceItem = Outputs["instances"]["workspaces"][number];
export type UpgradeItem = Outputs["upgrades"]["list"][number];
