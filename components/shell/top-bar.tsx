"use client";

import { Menu, Moon, Search, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { Breadcrumb } from "@/components/ui/breadcrumb";
import type { Crumb } from "@/components/ui/breadcrumb";
import { Button } from "@/components/ui/button";
import { useShell } from "./shell-context";
import { UserMenu } from "./user-menu";

/** The bar over a page: where one is, search, theme, who one is. */
export function TopBar({ breadcrumbs }: { breadcrumbs: readonly Crumb[] }) {
  const { openPalette, openMobileNav } = useShell();
  return (
    <header
      data-chrome
      className="bg-background/90 sticky top-0 z-30 flex h-12 items-center gap-2 border-b px-3 backdrop-blur-sm sm:px-6"
    >
      <Button
        variant="ghost"
        size="icon"
        aria-label="Open navigation"
        aria-haspopup="dialog"
        onClick={openMobileNav}
        className="-ml-1 md:hidden"
      >
        <Menu aria-hidden />
      </Button>
      <div className="min-w-0 flex-1">
        <Breadcrumb items={breadcrumbs} />
      </div>
      <button
        type="button"
        onClick={openPalette}
        aria-haspopup="dialog"
        className="bg-card text-muted-foreground hover:border-border-strong hover:text-foreground inline-flex h-8 items-center gap-2 rounded-md border px-2.5 text-sm transition-colors max-lg:size-8 max-lg:justify-center max-lg:border-transparent max-lg:bg-transparent max-lg:px-0 lg:w-60"
      >
        <Search aria-hidden className="size-4 lg:size-3.5" />
        <span className="max-lg:sr-only">Search</span>
        <kbd aria-hidden className="text-2xs ml-auto font-sans max-lg:hidden">
          ⌘K
        </kbd>
      </button>
      <ThemeToggle />
      <UserMenu />
    </header>
  );
}

/** Light or dark at one press; "system" is in the user menu. Which icon shows is decided by CSS, so nothing flashes. */
function ThemeToggle() {
  const { resolvedTheme, setTheme } = useTheme();
  return (
    <Button
      variant="ghost"
      size="icon"
      aria-label="Switch between light and dark"
      title="Switch between light and dark"
      onClick={() => setTheme(resolvedTheme === "dark" ? "light" : "dark")}
      className="text-muted-foreground"
    >
      <Sun aria-hidden strokeWidth={1.75} className="hidden dark:block" />
      <Moon aria-hidden strokeWidth={1.75} className="dark:hidden" />
    </Button>
  );
}
