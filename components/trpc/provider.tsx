"use client";

import { isServer, QueryClientProvider } from "@tanstack/react-query";
import type { QueryClient } from "@tanstack/react-query";
import { createTRPCClient, httpBatchLink, httpLink, httpSubscriptionLink, splitLink } from "@trpc/client";
import type { Operation } from "@trpc/client";
import { createTRPCContext } from "@trpc/tanstack-react-query";
import { useState } from "react";
import type { ReactNode } from "react";
import superjson from "superjson";
import type { AppRouter } from "@/server/api/root";
import { createQueryClient } from "./query-client";

const context = createTRPCContext<AppRouter>();

/** `const trpc = useTRPC()`, then `useQuery(trpc.runs.list.queryOptions({ … }))`. */
export const useTRPC = context.useTRPC;
/** The bare client, for calls outside React Query. */
export const useTRPCClient = context.useTRPCClient;

let browserQueryClient: QueryClient | undefined;

function getQueryClient(): QueryClient {
  if (isServer) return createQueryClient();
  // One for the life of the tab: a suspending first render must not throw the cache away.
  browserQueryClient ??= createQueryClient();
  return browserQueryClient;
}

const url = "/api/trpc";

/** Characters of a query's input that an address still takes beside those of others in the batch. */
const LONG_INPUT = 1500;

/** Whether a query asks with something long, such as a definition. */
const isLong = ({ type, input }: Operation): boolean =>
  type === "query" && input !== undefined && JSON.stringify(input).length > LONG_INPUT;

function createClient() {
  return createTRPCClient<AppRouter>({
    links: [
      splitLink({
        condition: (operation) => operation.type === "subscription",
        true: httpSubscriptionLink({ url, transformer: superjson }),
        false: splitLink({
          condition: isLong,
          true: httpLink({ url, methodOverride: "POST", transformer: superjson }),
          // The server refuses more than ten calls in a batch.
          false: httpBatchLink({ url, maxItems: 10, transformer: superjson }),
        }),
      }),
    ],
  });
}

/** React Query and tRPC for the pages of the portal. */
export function TRPCReactProvider({ children }: { children: ReactNode }) {
  const queryClient = getQueryClient();
  const [client] = useState(createClient);
  return (
    <QueryClientProvider client={queryClient}>
      <context.TRPCProvider trpcClient={client} queryClient={queryClient}>
        {children}
      </context.TRPCProvider>
    </QueryClientProvider>
  );
}
