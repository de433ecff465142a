"use client";

import { Keyboard, Moon, Sun } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { useTheme } from "next-themes";
import { mainNav, settingsNav } from "./nav";
import { useShell } from "./shell-context";

export interface PaletteItem {
  id: string;
  label: string;
  /** Quiet text after the label: a kind, an owner. */
  hint?: string;
  icon?: LucideIcon;
  /** More words to be found by. */
  keywords?: readonly string[];
  shortcut?: readonly string[];
  /** Where it goes, or what it does. */
  href?: string;
  run?: () => void;
}

export interface PaletteResult {
  items: readonly PaletteItem[];
  loading?: boolean;
  failed?: boolean;
}

export interface PaletteSource {
  id: string;
  heading: string;
  /** "server" when the source has already searched for the query; "here" lets the palette filter by label and keywords. */
  match: "here" | "server";
  /** A hook: called on every render of the open palette, in the fixed order of `paletteSources`. `query` is trimmed and settled. */
  useItems: (query: string) => PaletteResult;
}

const pages: PaletteSource = {
  id: "pages",
  heading: "Go to",
  match: "here",
  useItems: () => {
    const { viewer } = useShell();
    const items = [...mainNav, ...settingsNav]
      .filter((item) => !item.adminOnly || viewer.isAdmin)
      .map((item) => ({
        id: item.id,
        label: item.label,
        href: item.href,
        icon: item.icon,
        ...(item.keys && { shortcut: item.keys }),
      }));
    return { items };
  },
};

const preferences: PaletteSource = {
  id: "preferences",
  heading: "Preferences",
  match: "here",
  useItems: () => {
    const { openHelp } = useShell();
    const { setTheme } = useTheme();
    return {
      items: [
        { id: "help", label: "Keyboard shortcuts", icon: Keyboard, shortcut: ["?"], run: openHelp },
        {
          id: "light",
          label: "Light theme",
          icon: Sun,
          keywords: ["appearance"],
          run: () => setTheme("light"),
        },
        {
          id: "dark",
          label: "Dark theme",
          icon: Moon,
          keywords: ["appearance"],
          run: () => setTheme("dark"),
        },
      ],
    };
  },
};

/** What the palette searches, in the order shown. Add a domain's source here; it is loaded with the palette, not with the page. */
export const paletteSources: readonly PaletteSource[] = [pages, preferences];
