import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/api/root";

type Catalog = inferRouterOutputs<AppRouter>["catalog"];

/** A blueprint with how many entities it has. */
export type BlueprintSummary = Catalog["blueprints"]["list"][number];
export type EntityPage = Catalog["entities"]["list"];
export type EntityRow = EntityPage["entities"][number];

/** Addresses of the catalog; identifiers may hold slashes and dots. */
export const blueprintHref = (blueprint: string): string => `/catalog/${encodeURIComponent(blueprint)}`;
export const entityHref = (blueprint: string, identifier: string): string =>
  `${blueprintHref(blueprint)}/${encodeURIComponent(identifier)}`;
