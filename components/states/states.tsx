"use client";

import { CircleAlert, Inbox, Lock, LogIn, SearchX, TriangleAlert, Unplug } from "lucide-react";
import type { ReactNode } from "react";
import { Button, ButtonLink } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { CopyButton } from "@/components/ui/copy-button";
import { readFailure } from "./domain-error";
import { StateFrame } from "./state-frame";
import type { IconComponent } from "./state-frame";

type Size = "page" | "region" | "inline";

export interface EmptyStateProps {
  icon?: IconComponent;
  /** What would be here: "No runs yet". */
  title: ReactNode;
  /** What it is and why one would want it. */
  children?: ReactNode;
  /** The way to the first one. */
  action?: ReactNode;
  size?: Size;
}

/** Nothing here yet: says what it is and offers the first step. */
export function EmptyState({ icon = Inbox, title, children, action, size }: EmptyStateProps) {
  return (
    <StateFrame icon={icon} title={title} actions={action} {...(size && { size })}>
      {children}
    </StateFrame>
  );
}

/** Filters that match nothing; offers to clear them. */
export function NoResults({
  what = "results",
  query,
  onClear,
  clearHref,
  size,
}: {
  what?: string;
  query?: string;
  onClear?: () => void;
  clearHref?: string;
  size?: Size;
}) {
  return (
    <StateFrame
      icon={SearchX}
      role="status"
      title={`No ${what} match`}
      {...(size && { size })}
      actions={
        clearHref ? (
          <ButtonLink href={clearHref}>Clear filters</ButtonLink>
        ) : (
          onClear && <Button onClick={onClear}>Clear filters</Button>
        )
      }
    >
      {query ? (
        <>
          Nothing matches <span className="text-foreground font-medium">“{query}”</span>. Check the spelling
          or widen the filters.
        </>
      ) : (
        "No item passes all of the filters. Remove one or clear them."
      )}
    </StateFrame>
  );
}

/** Part of the page could not be loaded; the rest is shown under this strip. */
export function PartialState({
  children,
  onRetry,
  className,
}: {
  children: ReactNode;
  onRetry?: () => void;
  className?: string;
}) {
  return (
    <div
      role="status"
      className={cn(
        "border-warning-border bg-warning-subtle text-warning flex flex-wrap items-center gap-x-3 gap-y-1 rounded-md border px-3 py-2 text-sm",
        className,
      )}
    >
      <TriangleAlert aria-hidden className="size-4 shrink-0" />
      <div className="min-w-0 flex-1">{children}</div>
      {onRetry && (
        <Button size="sm" onClick={onRetry}>
          Retry
        </Button>
      )}
    </div>
  );
}

/** Not allowed: says what for, and who can grant it. */
export function ForbiddenState({
  title = "You do not have access to this",
  children,
  grantedBy,
  size,
}: {
  title?: ReactNode;
  children?: ReactNode;
  grantedBy?: ReactNode;
  size?: Size;
}) {
  return (
    <StateFrame icon={Lock} title={title} {...(size && { size })}>
      {children && <p>{children}</p>}
      <p>{grantedBy ?? "An administrator of the portal or a lead of the owning team can grant it."}</p>
    </StateFrame>
  );
}

/** A request that failed: the cause, a way to try again, the id to give to whoever looks into it. */
export function ErrorState({
  error,
  onRetry,
  what,
  size,
}: {
  error: unknown;
  onRetry?: () => void;
  what?: string;
  size?: Size;
}) {
  const failure = readFailure(error);
  if (failure.code === "forbidden")
    return <ForbiddenState {...(size && { size })}>{failure.message}</ForbiddenState>;
  if (failure.code === "unauthenticated") {
    return (
      <StateFrame
        icon={LogIn}
        title="You are signed out"
        {...(size && { size })}
        actions={
          <ButtonLink href="/sign-in" variant="primary">
            Sign in
          </ButtonLink>
        }
      >
        {failure.message}
      </StateFrame>
    );
  }
  if (failure.code === "not_found")
    return <NotFoundState {...(size && { size })}>{failure.message}</NotFoundState>;
  const title = what ? `Could not load ${what}` : "Could not load this";
  return (
    <StateFrame
      icon={failure.code === "network" ? Unplug : CircleAlert}
      tone="danger"
      role="alert"
      title={title}
      {...(size && { size })}
      actions={onRetry && <Button onClick={onRetry}>Try again</Button>}
    >
      <p>{failure.message}</p>
      {failure.requestId && <RequestId id={failure.requestId} />}
    </StateFrame>
  );
}

/** No such thing, or not visible to this person. */
export function NotFoundState({
  title = "Not found",
  children,
  action,
  size,
}: {
  title?: ReactNode;
  children?: ReactNode;
  action?: ReactNode;
  size?: Size;
}) {
  return (
    <StateFrame icon={SearchX} title={title} actions={action} {...(size && { size })}>
      {children ?? "It may have been deleted or renamed, or you may not be allowed to see it."}
    </StateFrame>
  );
}

/** The id of a failed request, ready to be copied. */
export function RequestId({ id }: { id: string }) {
  return (
    <p className="mt-2 inline-flex items-center gap-1 text-xs">
      Request id <code className="font-mono">{id}</code>
      <CopyButton value={id} label="Copy request id" />
    </p>
  );
}

/** Failed save or command, above a form or in a dialog. Field issues belong on their fields instead. */
export function FormError({ error, className }: { error: unknown; className?: string }) {
  if (!error) return null;
  const failure = readFailure(error);
  return (
    <div
      role="alert"
      className={cn(
        "border-danger-border bg-danger-subtle text-danger flex items-start gap-2 rounded-md border px-3 py-2 text-sm",
        className,
      )}
    >
      <CircleAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
      <div className="min-w-0">
        <p>{failure.message}</p>
        {failure.requestId && <p className="mt-0.5 font-mono text-xs">Request id {failure.requestId}</p>}
      </div>
    </div>
  );
}
