"use client";

import dynamic from "next/dynamic";
import { useRef, useState } from "react";
import { Avatar } from "@/components/ui/avatar";
import { useShell } from "./shell-context";

const load = () => import("./user-menu-popup").then((module) => module.UserMenuPopup);
// The menu machinery is a fifth of the first load, so it comes when a hand moves towards it.
const UserMenuPopup = dynamic(load, { ssr: false });

/** The person's initials; opens the menu with theme, shortcuts and sign out. */
export function UserMenu() {
  const { viewer } = useShell();
  const [mounted, setMounted] = useState(false);
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  return (
    <>
      <button
        ref={anchor}
        type="button"
        aria-haspopup="menu"
        aria-expanded={open}
        onPointerEnter={() => void load()}
        onFocus={() => void load()}
        onClick={() => {
          setMounted(true);
          setOpen(true);
        }}
        className="ml-1 flex size-8 items-center justify-center rounded-full transition-opacity hover:opacity-85"
      >
        <Avatar name={viewer.name} className="size-7" />
        <span className="sr-only">Account of {viewer.name}</span>
      </button>
      {mounted && <UserMenuPopup anchor={anchor} open={open} onOpenChange={setOpen} />}
    </>
  );
}
