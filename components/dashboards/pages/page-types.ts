import type { inferRouterOutputs } from "@trpc/server";
import type { AppRouter } from "@/server/api/root";

type Dashboards = inferRouterOutputs<AppRouter>["dashboards"];

export type PageNode = Dashboards["list"][number];
export type PageView = Dashboards["get"];
/** What the commands of a page need to know of it. */
export type PageHandle = Pick<
  PageNode,
  "identifier" | "title" | "type" | "icon" | "description" | "parent" | "locked" | "rights"
>;
