"use client";

import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Box, Keyboard, LayoutDashboard, Moon, Play, Sun, Zap } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import { useTheme } from "next-themes";
import { actionHref } from "@/components/actions/action-types";
import { entityHref } from "@/components/catalog/catalog-types";
import { dashboardHref } from "@/components/dashboards/dashboard-paths";
import { allNodes } from "@/components/dashboards/pages/page-tree";
import { runTitle } from "@/components/runs/run-title";
import { useTRPC } from "@/components/trpc/provider";
import { statusLook } from "@/components/ui/status";
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

/** Results of a source that the server searches. */
const SERVER_ROWS = 6;

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

/** Actions that the person may run; few enough to be fetched once and filtered here. */
const actions: PaletteSource = {
  id: "actions",
  heading: "Actions",
  match: "here",
  useItems: () => {
    const query = useQuery(useTRPC().actions.list.queryOptions({}));
    return {
      items: (query.data ?? []).map((action) => ({
        id: action.identifier,
        label: action.title,
        icon: Zap,
        keywords: [action.identifier, "run"],
        href: actionHref(action.identifier),
      })),
      loading: query.isFetching,
      failed: query.isError,
    };
  },
};

/** Pages of widgets; few enough to be fetched once and filtered here. */
const dashboards: PaletteSource = {
  id: "dashboards",
  heading: "Dashboards",
  match: "here",
  useItems: () => {
    const query = useQuery(useTRPC().dashboards.list.queryOptions());
    return {
      items: allNodes(query.data ?? [])
        .filter(({ type }) => type !== "folder")
        .map(({ identifier, title, description }) => ({
          id: identifier,
          label: title,
          ...(description && { hint: description }),
          icon: LayoutDashboard,
          href: dashboardHref(identifier),
        })),
      loading: query.isFetching,
      failed: query.isError,
    };
  },
};

const entities: PaletteSource = {
  id: "entities",
  heading: "Catalog",
  match: "server",
  useItems: (text) => {
    const trpc = useTRPC();
    const enabled = text !== "";
    const query = useQuery(
      trpc.catalog.search.queryOptions(
        { text: text.slice(0, 200), limit: SERVER_ROWS },
        { enabled, placeholderData: keepPreviousData },
      ),
    );
    return {
      items: (enabled ? (query.data ?? []) : []).map((entity) => ({
        id: `${entity.blueprint}/${entity.identifier}`,
        label: entity.title ?? entity.identifier,
        hint: entity.blueprintTitle,
        icon: Box,
        href: entityHref(entity.blueprint, entity.identifier),
      })),
      loading: query.isFetching,
      failed: query.isError,
    };
  },
};

const runs: PaletteSource = {
  id: "runs",
  heading: "Runs",
  match: "server",
  useItems: (text) => {
    const trpc = useTRPC();
    const enabled = text !== "";
    const query = useQuery(
      trpc.runs.list.queryOptions(
        { text: text.slice(0, 200), limit: SERVER_ROWS },
        { enabled, placeholderData: keepPreviousData },
      ),
    );
    return {
      items: (enabled ? (query.data?.runs ?? []) : []).map((run) => ({
        id: run.id,
        label: runTitle(run),
        hint: statusLook(run.status).label,
        icon: Play,
        href: `/runs/${encodeURIComponent(run.id)}`,
      })),
      loading: query.isFetching,
      failed: query.isError,
    };
  },
};

/** What the palette searches, in the order shown. Add a domain's source here; it is loaded with the palette, not with the page. */
export const paletteSources: readonly PaletteSource[] = [
  pages,
  actions,
  dashboards,
  entities,
  runs,
  preferences,
];
