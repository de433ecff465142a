"use client";

import { Keyboard, LogOut, Monitor, Moon, Sun } from "lucide-react";
import { useTheme } from "next-themes";
import { useState } from "react";
import type { RefObject } from "react";
import {
  MenuCheckboxItem,
  MenuPopup,
  MenuGroup,
  MenuItem,
  MenuLabel,
  MenuRadioGroup,
  MenuRadioItem,
  MenuSeparator,
} from "@/components/ui/dropdown-menu-parts";
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
    <MenuPopup open={open} onOpenChange={onOpenChange} anchor={anchor} align="end" className="w-60">
      <div className="px-2 pt-1.5 pb-2">
        <p className="truncate font-medium">{viewer.name}</p>
        <p className="text-muted-foreground truncate text-xs">
          {viewer.email}
          {viewer.isAdmin && " · Administrator"}
        </p>
      </div>
      <MenuSeparator />
      <MenuRadioGroup value={theme ?? "system"} onValueChange={(value) => setTheme(String(value))}>
        <MenuLabel>Theme</MenuLabel>
        <MenuRadioItem value="system" closeOnClick={false}>
          <Monitor aria-hidden /> System
        </MenuRadioItem>
        <MenuRadioItem value="light" closeOnClick={false}>
          <Sun aria-hidden /> Light
        </MenuRadioItem>
        <MenuRadioItem value="dark" closeOnClick={false}>
          <Moon aria-hidden /> Dark
        </MenuRadioItem>
      </MenuRadioGroup>
      <MenuSeparator />
      <MenuGroup>
        <MenuCheckboxItem checked={shortcutsOn} onCheckedChange={setShortcutsOn} closeOnClick={false}>
          Single-key shortcuts
        </MenuCheckboxItem>
        <MenuItem onClick={openHelp} shortcut={["?"]}>
          <Keyboard aria-hidden /> Keyboard shortcuts
        </MenuItem>
      </MenuGroup>
      <MenuSeparator />
      <MenuItem disabled={leaving} closeOnClick={false} onClick={() => void signOut()}>
        <LogOut aria-hidden /> {leaving ? "Signing out…" : "Sign out"}
      </MenuItem>
    </MenuPopup>
  );
}
