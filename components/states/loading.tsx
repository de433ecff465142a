"use client";

import { useEffect, useState } from "react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/cn";
import { Skeleton } from "@/components/ui/skeleton";

/** Milliseconds of silence before a skeleton: shorter waits look faster with nothing at all. */
export const QUIET_MS = 1000;

/**
 * Holds the place of what loads. The skeleton takes its final space at once but stays invisible for a second, so that
 * nothing flashes and nothing moves.
 */
export function LoadingState({
  label = "Loading",
  children,
  className,
}: {
  label?: string;
  children?: ReactNode;
  className?: string;
}) {
  const [visible, setVisible] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setVisible(true), QUIET_MS);
    return () => clearTimeout(timer);
  }, []);
  return (
    <div role="status" aria-busy className={className}>
      {visible && <span className="sr-only">{label}…</span>}
      <div
        aria-hidden
        className={cn("transition-opacity duration-200", visible ? "opacity-100" : "opacity-0")}
      >
        {children ?? <SkeletonLines />}
      </div>
    </div>
  );
}

/** Text of some lines. */
export function SkeletonLines({ lines = 4 }: { lines?: number }) {
  return (
    <div className="grid gap-2.5 py-1">
      {Array.from({ length: lines }, (_, index) => (
        <Skeleton key={index} className={["w-3/4", "w-1/2", "w-5/6", "w-2/3"][index % 4] ?? ""} />
      ))}
    </div>
  );
}

/** Rows of a table or a list. */
export function SkeletonRows({ rows = 8 }: { rows?: number }) {
  return (
    <div>
      {Array.from({ length: rows }, (_, index) => (
        <div key={index} className="flex h-9 items-center gap-6 border-b px-4 last:border-b-0">
          <Skeleton className="w-1/4" />
          <Skeleton className="w-1/6" />
          <Skeleton className="w-1/5 max-sm:hidden" />
          <Skeleton className="ml-auto w-16" />
        </div>
      ))}
    </div>
  );
}

/** A page: title, and a card of rows. For `loading.tsx` and route changes. */
export function SkeletonPage() {
  return (
    <LoadingState label="Loading page">
      <div className="grid gap-5">
        <div className="grid gap-2.5">
          <Skeleton className="h-6 w-56" />
          <Skeleton className="w-96 max-w-full" />
        </div>
        <div className="rounded-lg border">
          <SkeletonRows />
        </div>
      </div>
    </LoadingState>
  );
}
