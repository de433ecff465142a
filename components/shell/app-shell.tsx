"use client";

import dynamic from "next/dynamic";
import { usePathname, useRouter } from "next/navigation";
import { useCallback, useMemo, useState } from "react";
import type { ReactNode } from "react";
import type { NavId } from "./nav";
import { runShortcut } from "./run-shortcut";
import { ShellContext } from "./shell-context";
import type { Viewer } from "./shell-context";
import type { ShortcutCommand } from "./shortcuts";
import { Sidebar } from "./sidebar";
import { SIDEBAR_COOKIE } from "./sidebar-cookie";
import { useDailyLookup, useDailyVisit } from "./use-daily";
import { useShortcuts, useShortcutsOn } from "./use-shortcuts";

const CommandPalette = dynamic(() => import("./command-palette").then((module) => module.CommandPalette), {
  ssr: false,
});
const HelpDialog = dynamic(() => import("./help-dialog").then((module) => module.HelpDialog), { ssr: false });
const MobileNav = dynamic(() => import("./mobile-nav").then((module) => module.MobileNav), { ssr: false });

export interface AppShellProps {
  viewer: Viewer;
  /** Marks beside items of the sidebar, such as a count of pending approvals. */
  badges?: Partial<Record<NavId, ReactNode>>;
  /** From the cookie, so that the first paint has the right width. */
  initialCollapsed?: boolean;
  children: ReactNode;
}

type Overlay = "palette" | "help" | "nav";

/** Sidebar, shortcuts and overlays around every page of the portal. The page itself brings the top bar and `main`. */
export function AppShell({ viewer, badges = {}, initialCollapsed = false, children }: AppShellProps) {
  const router = useRouter();
  const pathname = usePathname();
  const [collapsed, setCollapsed] = useState(initialCollapsed);
  const [overlay, setOverlay] = useState<Overlay | null>(null);
  // Overlays stay mounted after their first use, so that they can leave with their motion.
  const [used, setUsed] = useState<ReadonlySet<Overlay>>(new Set());
  const [shortcutsOn, setShortcutsOn] = useShortcutsOn();

  const show = useCallback((which: Overlay) => {
    setUsed((before) => (before.has(which) ? before : new Set(before).add(which)));
    setOverlay(which);
  }, []);
  const onCommand = useCallback(
    (command: ShortcutCommand) => {
      if (command === "palette" || command === "help") show(command);
      else runShortcut(command, (href) => router.push(href));
    },
    [router, show],
  );
  useShortcuts(onCommand, shortcutsOn);
  useDailyVisit(viewer.email);
  useDailyLookup(viewer.email, overlay === "palette" || pathname.startsWith("/docs"));

  const value = useMemo(
    () => ({
      viewer,
      badges,
      collapsed,
      toggleCollapsed: () => {
        const next = !collapsed;
        document.cookie = `${SIDEBAR_COOKIE}=${next ? "collapsed" : "open"}; path=/; max-age=31536000; samesite=lax`;
        setCollapsed(next);
      },
      openPalette: () => show("palette"),
      openHelp: () => show("help"),
      openMobileNav: () => show("nav"),
      shortcutsOn,
      setShortcutsOn,
    }),
    [viewer, badges, collapsed, show, shortcutsOn, setShortcutsOn],
  );
  const overlayProps = (which: Overlay) => ({
    open: overlay === which,
    onOpenChange: (open: boolean) => setOverlay(open ? which : null),
  });

  return (
    <ShellContext value={value}>
      <a
        href="#main"
        className="bg-primary text-primary-foreground fixed top-2 left-2 z-60 -translate-y-16 rounded-md px-3 py-2 text-sm font-medium focus-visible:translate-y-0"
      >
        Skip to content
      </a>
      <div className="flex min-h-dvh">
        <Sidebar />
        <div className="flex min-w-0 flex-1 flex-col">{children}</div>
      </div>
      {used.has("palette") && <CommandPalette {...overlayProps("palette")} />}
      {used.has("help") && <HelpDialog {...overlayProps("help")} />}
      {used.has("nav") && <MobileNav {...overlayProps("nav")} />}
    </ShellContext>
  );
}
