"use client";

import { useEffect, useRef, useSyncExternalStore } from "react";
import { stepShortcut } from "./shortcuts";
import { typedAhead } from "./typed-ahead";
import type { KeyPress, SequenceState, ShortcutCommand } from "./shortcuts";

const STORAGE_KEY = "waymark.shortcuts";
const CHANGED = "waymark:shortcuts";

function isCaptured(event: KeyboardEvent): boolean {
  const target = event.target;
  if (!(target instanceof HTMLElement)) return false;
  if (target.isContentEditable) return true;
  if (target.matches("input:not([type=checkbox]):not([type=radio]), textarea, select")) return true;
  return target.closest("[role=menu], [role=listbox], [role=dialog], [role=alertdialog]") !== null;
}

/**
 * Listens for shortcuts on the document, and obeys those that were pressed before the page came alive. `singleKeys` switches
 * everything but ⌘K.
 */
export function useShortcuts(onCommand: (command: ShortcutCommand) => void, singleKeys: boolean): void {
  const state = useRef<SequenceState | null>(null);
  useEffect(() => {
    /** What a key leads to: a command, text for the palette that was called, or nothing. */
    const step = (event: KeyboardEvent, single: boolean): ShortcutCommand | "text" | null => {
      const press = pressOf(event);
      if (typedAhead.press(press)) return "text";
      const { state: next, command } = stepShortcut(state.current, press, single);
      state.current = next;
      // Were it open, the key would be its own already.
      if (command === "palette" && !press.captured) typedAhead.begin(press.at);
      return command;
    };
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.defaultPrevented || event.isComposing || event.repeat) return;
      const command = step(event, singleKeys);
      if (!command) return;
      event.preventDefault();
      if (command !== "text") onCommand(command);
    };
    document.addEventListener("keydown", onKeyDown);
    const early = window.waymarkEarly?.takeKeys(onKeyDown) ?? [];
    for (const [index, event] of early.entries()) {
      // While React takes the page over, `singleKeys` is still what the server believed.
      const command = step(event, readShortcutsOn());
      if (!command || command === "text") continue;
      onCommand(command);
      if (command === "filter") type(early.slice(index + 1));
      // What was pressed after it was meant for where it leads.
      if (command !== "palette" && !command.startsWith("row:")) break;
    }
    return () => document.removeEventListener("keydown", onKeyDown);
  }, [onCommand, singleKeys]);
}

/** Types into what has the focus, as the browser would have done; up to the first key that is no text. */
function type(events: readonly KeyboardEvent[]): void {
  const end = events.findIndex(({ key, metaKey, ctrlKey }) => key.length !== 1 || metaKey || ctrlKey);
  const text = (end === -1 ? events : events.slice(0, end)).map(({ key }) => key).join("");
  if (text) document.execCommand("insertText", false, text);
}

function pressOf(event: KeyboardEvent): KeyPress {
  return {
    key: event.key,
    meta: event.metaKey,
    ctrl: event.ctrlKey,
    alt: event.altKey,
    at: event.timeStamp,
    captured: isCaptured(event),
  };
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
  const on = useSyncExternalStore(subscribe, readShortcutsOn, () => true);
  return [on, setShortcutsOn];
}

const readShortcutsOn = () => localStorage.getItem(STORAGE_KEY) !== "off";

function setShortcutsOn(on: boolean): void {
  localStorage.setItem(STORAGE_KEY, on ? "on" : "off");
  window.dispatchEvent(new Event(CHANGED));
}
