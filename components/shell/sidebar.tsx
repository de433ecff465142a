"use client";

import { PanelLeftClose, PanelLeftOpen } from "lucide-react";
import Link from "next/link";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/cn";
import { Logo } from "./logo";
import { useShell } from "./shell-context";
import { SidebarNav } from "./sidebar-nav";

/** The fixed sidebar of wide screens: 240 px, or a rail of 56 px. */
export function Sidebar() {
  const { collapsed, toggleCollapsed } = useShell();
  const label = collapsed ? "Expand sidebar" : "Collapse sidebar";
  return (
    <aside
      aria-label="Sidebar"
      data-chrome
      className={cn(
        "bg-sidebar sticky top-0 flex h-dvh shrink-0 flex-col border-r max-md:hidden",
        collapsed ? "w-14" : "w-60",
      )}
    >
      <div className={cn("flex h-12 shrink-0 items-center", collapsed ? "justify-center" : "px-4")}>
        <Link href="/" aria-label="Waymark home" className="rounded-sm">
          <Logo compact={collapsed} />
        </Link>
      </div>
      <div className="min-h-0 flex-1 overflow-y-auto py-2">
        <SidebarNav compact={collapsed} />
      </div>
      <div className={cn("flex p-2", collapsed && "justify-center")}>
        <Button
          variant="ghost"
          size="icon"
          aria-label={label}
          title={label}
          aria-pressed={collapsed}
          onClick={toggleCollapsed}
          className="text-muted-foreground"
        >
          {collapsed ? (
            <PanelLeftOpen aria-hidden strokeWidth={1.75} />
          ) : (
            <PanelLeftClose aria-hidden strokeWidth={1.75} />
          )}
        </Button>
      </div>
    </aside>
  );
}
