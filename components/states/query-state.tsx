"use client";

import type { ReactNode } from "react";
import { ErrorState, PartialState } from "./states";
import { LoadingState } from "./loading";

/** The part of a React Query result that matters here, so that any query fits. */
export interface QueryLike<T> {
  data: T | undefined;
  error: unknown;
  isPending: boolean;
  refetch: () => unknown;
}

export interface QueryStateProps<T> {
  query: QueryLike<T>;
  /** Plural name of what loads, for the error: "runs". */
  what: string;
  /** Skeleton in the final shape. */
  skeleton?: ReactNode;
  /** Whether the answer is empty, and what to show then. Never shown for what failed to load. */
  isEmpty?: (data: T) => boolean;
  empty?: ReactNode;
  size?: "page" | "region" | "inline";
  children: (data: T) => ReactNode;
}

/** Draws a query: loading, error, forbidden, not found, empty, stale after a failed refresh, or its data. */
export function QueryState<T>({ query, what, skeleton, isEmpty, empty, size, children }: QueryStateProps<T>) {
  const retry = () => void query.refetch();
  if (query.data === undefined) {
    if (query.error)
      return <ErrorState error={query.error} what={what} onRetry={retry} {...(size && { size })} />;
    return <LoadingState label={`Loading ${what}`}>{skeleton}</LoadingState>;
  }
  const body = isEmpty?.(query.data) && empty !== undefined ? empty : children(query.data);
  if (!query.error) return body;
  return (
    <>
      <PartialState onRetry={retry} className="mb-3">
        Could not refresh {what}. What you see may be out of date.
      </PartialState>
      {body}
    </>
  );
}
