"use client";

import { createContext, useContext } from "react";
import type { ReactNode } from "react";
import type { NavId } from "./nav";

/** Whoever is signed in, as far as the chrome must know. */
export interface Viewer {
  name: string;
  email: string;
  isAdmin: boolean;
}

export interface ShellContextValue {
  viewer: Viewer;
  badges: Partial<Record<NavId, ReactNode>>;
  collapsed: boolean;
  toggleCollapsed: () => void;
  openPalette: () => void;
  openHelp: () => void;
  openMobileNav: () => void;
  shortcutsOn: boolean;
  setShortcutsOn: (on: boolean) => void;
}

export const ShellContext = createContext<ShellContextValue | null>(null);

/** The shell around the page. */
export function useShell(): ShellContextValue {
  const shell = useContext(ShellContext);
  if (!shell) throw new Error("useShell needs AppShell around it.");
  return shell;
}
