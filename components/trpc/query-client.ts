import { defaultShouldDehydrateQuery, QueryClient } from "@tanstack/react-query";
import superjson from "superjson";
import { shouldRetry } from "@/components/states/domain-error";

/** A query client with the portal's defaults; the server makes one for each request, the browser one for the tab. */
export function createQueryClient(): QueryClient {
  return new QueryClient({
    defaultOptions: {
      queries: { staleTime: 15_000, retry: shouldRetry, refetchOnWindowFocus: "always" },
      mutations: { retry: false },
      dehydrate: {
        serializeData: superjson.serialize,
        // A query still under way on the server is streamed to the browser instead of being asked twice.
        shouldDehydrateQuery: (query) =>
          defaultShouldDehydrateQuery(query) || query.state.status === "pending",
      },
      hydrate: { deserializeData: superjson.deserialize },
    },
  });
}
