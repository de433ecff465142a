"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useEffect, useState } from "react";
import type { ReactNode } from "react";

const ConfirmDialog = dynamic(
  () => import("@/components/ui/alert-dialog").then((module) => module.ConfirmDialog),
  { ssr: false },
);

interface LeaveGuardOptions {
  /** Whether there is something to lose. */
  when: boolean;
  /** Also ask before the tab is closed or reloaded: for forms that keep no draft. */
  onUnload?: boolean;
  /** Called before leaving, to throw a draft away. */
  onDiscard?: () => void;
}

/** The address of a link within the portal that a click would follow in this tab; null for anything else. */
function followedHref(event: MouseEvent): string | null {
  if (
    event.defaultPrevented ||
    event.button !== 0 ||
    event.metaKey ||
    event.ctrlKey ||
    event.shiftKey ||
    event.altKey
  )
    return null;
  const link = event.target instanceof Element ? event.target.closest("a") : null;
  if (!link?.href || link.target === "_blank" || link.hasAttribute("download")) return null;
  const url = new URL(link.href);
  const samePage = url.pathname === location.pathname;
  return url.origin === location.origin && !samePage ? url.pathname + url.search + url.hash : null;
}

/** Asks before a click on a link leaves a form with changes. Render what it returns. */
export function useLeaveGuard({ when, onUnload = false, onDiscard }: LeaveGuardOptions): ReactNode {
  const router = useRouter();
  const [target, setTarget] = useState<string | null>(null);
  useEffect(() => {
    if (!when) return;
    const onClick = (event: MouseEvent) => {
      const href = followedHref(event);
      if (href === null) return;
      event.preventDefault();
      event.stopPropagation();
      setTarget(href);
    };
    const onBeforeUnload = (event: BeforeUnloadEvent) => event.preventDefault();
    // In the capture phase: the router's own handler must not see the click.
    document.addEventListener("click", onClick, true);
    if (onUnload) window.addEventListener("beforeunload", onBeforeUnload);
    return () => {
      document.removeEventListener("click", onClick, true);
      window.removeEventListener("beforeunload", onBeforeUnload);
    };
  }, [when, onUnload]);
  if (target === null) return null;
  return (
    <ConfirmDialog
      open
      onOpenChange={(open) => !open && setTarget(null)}
      title="Discard what you filled in?"
      description="Your changes on this page have not been sent."
      confirmLabel="Discard and leave"
      cancelLabel="Keep editing"
      onConfirm={() => {
        onDiscard?.();
        router.push(target);
      }}
    />
  );
}
