import "server-only";
import {
  dehydrate,
  HydrationBoundary,
  QueryClient,
  type FetchInfiniteQueryOptions,
  type FetchQueryOptions,
} from "@tanstack/react-query";
import { createTRPCOptionsProxy } from "@trpc/tanstack-react-query";
import { notFound } from "next/navigation";
import { cache, type ReactNode } from "react";
import superjson from "superjson";
import { contextFromCookies } from "@/server/identity/context";
import { toDomainError } from "./errors";
import { appRouter } from "./root";

/** One query cache for each request: pages fill it, the browser takes it over. */
const queryClient = cache(
  () =>
    new QueryClient({
      defaultOptions: {
        queries: { staleTime: 30_000, retry: false },
        dehydrate: { serializeData: superjson.serialize },
      },
    }),
);

/** Options of every procedure, called in this process with the reader's own rights. */
export const trpc = createTRPCOptionsProxy({ ctx: contextFromCookies, router: appRouter, queryClient });

/* eslint-disable @typescript-eslint/no-explicit-any -- options of different procedures have nothing in common but their shape */

/** Fills the cache for what the page shows. A query that fails is left to the browser, which shows its error state. */
export async function prefetch(...queries: FetchQueryOptions<any, any, any, any>[]): Promise<void> {
  await Promise.all(queries.map((query) => queryClient().prefetchQuery(query)));
}

/** The same for a list that grows page by page: fills its first page. */
export async function prefetchPages(
  query: FetchInfiniteQueryOptions<any, any, any, any, any>,
): Promise<void> {
  await queryClient().prefetchInfiniteQuery(query);
}

/** Loads what the page cannot do without; what does not exist, or may not be known to exist, becomes the 404 page. */
export async function load<T>(query: FetchQueryOptions<T, any, any, any>): Promise<T | null> {
  try {
    return await queryClient().fetchQuery(query);
  } catch (error) {
    if (toDomainError(error)?.code === "not_found") notFound();
    return null;
  }
}

/** The same for what the page hands to a component itself: it does not go to the browser a second time with the cache. */
export async function take<T>(query: FetchQueryOptions<T, any, any, any>): Promise<T | null> {
  const found = await load(query);
  queryClient().removeQueries({ queryKey: query.queryKey, exact: true });
  return found;
}
/* eslint-enable @typescript-eslint/no-explicit-any */

/** Hands the filled cache to the browser. */
export function Hydrate({ children }: { children: ReactNode }) {
  return <HydrationBoundary state={dehydrate(queryClient())}>{children}</HydrationBoundary>;
}
