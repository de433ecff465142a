"use client";

import { useEffect, useRef, useSyncExternalStore } from "react";
import { stepShortcut } from "./shortcuts";
import type { SequenceState, ShortcutCommand } from "./shortcuts";

const STORAGE_KEY = "waymark.shortcuts";
const CHANGED = "waymark:shortcuts";

function isCaptured(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select")) return true;
  return target.closest("[role=menu], [role=listbox], [role=dialog], [role=alertdialog]") !== null;
}

/** Listens for shortcuts on the document. `singleKeys` switches everything but ⌘K. */
export function useShortcuts(onCommand: (command: ShortcutCommand) => void, singleKeys: boolean): void {
  const state = useRef<SequenceState | null>(null);
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.repeat) return;
      const step = stepShortcut(
        state.current,
        {
          key: event.key,
          meta: event.metaKey,
          ctrl: event.ctrlKey,
          alt: event.altKey,
          at: event.timeStamp,
          captured: isCaptured(event),
        },
        singleKeys,
      );
      state.current = step.state;
      if (!step.command) return;
      event.preventDefault();
      onCommand(step.command);
    };
    document.addEventListener("keydown", onKeyDown);
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [onCommand, singleKeys]);
}

function subscribe(notify: () => void): () => void {
  window.addEventListener("storage", notify);
  window.addEventListener(CHANGED, notify);
  return () => {
    window.removeEventListener("storage", notify);
    window.removeEventListener(CHANGED, notify);
  };
}

/** Whether single-key shortcuts are on, kept in this browser. */
export function useShortcutsOn(): [boolean, (on: boolean) => void] {
  const on = useSyncExternalStore(
    subscribe,
    () => localStorage.getItem(STORAGE_KEY) !== "off",
    () => true,
  );
  return [on, setShortcutsOn];
}

function setShortcutsOn(on: boolean): void {
  localStorage.setItem(STORAGE_KEY, on ? "on" : "off");
  window.dispatchEvent(new Event(CHANGED));
}
