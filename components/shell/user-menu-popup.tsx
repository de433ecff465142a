"use client";

import { Keyboard, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { useState } from "react";
import type { RefObject } from "react";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuGroup,
  DropdownMenuItem,
  DropdownMenuLabel,
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSeparator,
} from "@/components/ui/dropdown-menu";
import { useShell } from "./shell-context";

/** What the user menu shows. */
export function UserMenuPopup({
  anchor,
  open,
  onOpenChange,
}: {
  anchor: RefObject<HTMLButtonElement | null>;
  open: boolean;
  onOpenChange: (open: boolean) => void;
}) {
  const { viewer, openHelp, shortcutsOn, setShortcutsOn } = useShell();
  const { theme, setTheme } = useTheme();
  const [leaving, setLeaving] = useState(false);
  const signOut = async () => {
    setLeaving(true);
    const auth = await import("next-auth/react");
    await auth.signOut({ callbackUrl: "/sign-in" });
  };
  return (
    <DropdownMenu open={open} onOpenChange={onOpenChange}>
      <DropdownMenuContent anchor={anchor} align="end" finalFocus={anchor} className="w-60">
        <div className="px-2 pt-1.5 pb-2">
          <p className="truncate font-medium">{viewer.name}</p>
          <p className="text-muted-foreground truncate text-xs">
            {viewer.email}
            {viewer.isAdmin && " · Administrator"}
          </p>
        </div>
        <DropdownMenuSeparator />
        <DropdownMenuRadioGroup value={theme ?? "system"} onValueChange={(value) => setTheme(String(value))}>
          <DropdownMenuLabel>Theme</DropdownMenuLabel>
          <DropdownMenuRadioItem value="system" closeOnClick={false}>
            <Monitor aria-hidden /> System
          </DropdownMenuRadioItem>
          <DropdownMenuRadioItem value="light" closeOnClick={false}>
            <Sun aria-hidden /> Light
          </DropdownMenuRadioItem>
          <DropdownMenuRadioItem value="dark" closeOnClick={false}>
            <Moon aria-hidden /> Dark
          </DropdownMenuRadioItem>
        </DropdownMenuRadioGroup>
        <DropdownMenuSeparator />
        <DropdownMenuGroup>
          <DropdownMenuCheckboxItem
            checked={shortcutsOn}
            onCheckedChange={setShortcutsOn}
            closeOnClick={false}
          >
            Single-key shortcuts
          </DropdownMenuCheckboxItem>
          <DropdownMenuItem onClick={openHelp} shortcut={["?"]}>
            <Keyboard aria-hidden /> Keyboard shortcuts
          </DropdownMenuItem>
        </DropdownMenuGroup>
        <DropdownMenuSeparator />
        <DropdownMenuItem disabled={leaving} closeOnClick={false} onClick={() => void signOut()}>
          <LogOut aria-hidden /> {leaving ? "Signing out…" : "Sign out"}
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
