"use client";

import Link from "next/link";
import { usePathname } from "next/navigation";
import { cn } from "@/components/ui/cn";
import { isCurrent, mainNav, settingsNav } from "./nav";
import type { NavItem } from "./nav";
import { useShell } from "./shell-context";

/** The links of the sidebar and of the drawer on narrow screens. */
export function SidebarNav({ compact = false, onNavigate }: { compact?: boolean; onNavigate?: () => void }) {
  const { viewer } = useShell();
  return (
    <nav aria-label="Main" className="flex flex-col gap-5 px-2">
      <NavList items={mainNav} compact={compact} {...(onNavigate && { onNavigate })} />
      <div>
        <h2 className={cn("text-muted-foreground px-2 pb-1 text-xs font-medium", compact && "sr-only")}>
          Settings
        </h2>
        <NavList
          items={settingsNav.filter((item) => !item.adminOnly || viewer.isAdmin)}
          compact={compact}
          {...(onNavigate && { onNavigate })}
        />
      </div>
    </nav>
  );
}

function NavList({
  items,
  compact,
  onNavigate,
}: {
  items: readonly NavItem[];
  compact: boolean;
  onNavigate?: () => void;
}) {
  const pathname = usePathname();
  const { badges } = useShell();
  return (
    <ul className="grid gap-px">
      {items.map((item) => {
        const current = isCurrent(item.href, pathname);
        const Icon = item.icon;
        const badge = badges[item.id];
        return (
          <li key={item.id}>
            <Link
              href={item.href}
              onClick={onNavigate}
              aria-current={current ? "page" : undefined}
              title={compact ? item.label : undefined}
              className={cn(
                "relative flex h-8 items-center gap-2.5 rounded-md px-2 text-sm font-medium transition-colors max-md:h-9",
                compact && "justify-center px-0",
                current
                  ? "bg-accent text-foreground"
                  : "text-muted-foreground hover:bg-accent/60 hover:text-foreground",
              )}
            >
              <Icon
                aria-hidden
                strokeWidth={1.75}
                className={cn("size-4 shrink-0", current && "text-primary-text")}
              />
              <span className={cn("min-w-0 truncate", compact && "sr-only")}>{item.label}</span>
              {badge && (
                <span className={compact ? "absolute -top-1 -right-1 scale-90" : "ml-auto"}>{badge}</span>
              )}
            </Link>
          </li>
        );
      })}
    </ul>
  );
}
