export type ShortcutCommand =
  | "go:home"
  | "go:catalog"
  | "go:actions"
  | "go:runs"
  | "go:approvals"
  | "go:insights"
  | "go:dashboards"
  | "help"
  | "filter"
  | "palette"
  | "row:next"
  | "row:previous"
  | "row:select"
  | "row:peek"
  | "press:a"
  | "press:r";

export interface Shortcut {
  keys: readonly string[];
  command: ShortcutCommand;
  label: string;
  group: "Go to" | "Anywhere" | "In a table" | "In a request";
}

/** Every shortcut there is; the help dialog lists exactly these. */
export const shortcuts: readonly Shortcut[] = [
  { keys: ["⌘", "K"], command: "palette", label: "Search and run commands", group: "Anywhere" },
  { keys: ["/"], command: "filter", label: "Focus the filter", group: "Anywhere" },
  { keys: ["?"], command: "help", label: "Show keyboard shortcuts", group: "Anywhere" },
  { keys: ["g", "h"], command: "go:home", label: "Home", group: "Go to" },
  { keys: ["g", "c"], command: "go:catalog", label: "Catalog", group: "Go to" },
  { keys: ["g", "a"], command: "go:actions", label: "Actions", group: "Go to" },
  { keys: ["g", "r"], command: "go:runs", label: "Runs", group: "Go to" },
  { keys: ["g", "p"], command: "go:approvals", label: "Approvals", group: "Go to" },
  { keys: ["g", "i"], command: "go:insights", label: "Insights", group: "Go to" },
  { keys: ["g", "d"], command: "go:dashboards", label: "Dashboards", group: "Go to" },
  { keys: ["j"], command: "row:next", label: "Next row", group: "In a table" },
  { keys: ["k"], command: "row:previous", label: "Previous row", group: "In a table" },
  { keys: ["x"], command: "row:select", label: "Select the row", group: "In a table" },
  { keys: ["p"], command: "row:peek", label: "Peek at the row", group: "In a table" },
  { keys: ["a"], command: "press:a", label: "Approve", group: "In a request" },
  { keys: ["r"], command: "press:r", label: "Decline", group: "In a request" },
];

/** Milliseconds after which a begun sequence is forgotten: time enough for one finger. */
export const SEQUENCE_MS = 2000;

export interface KeyPress {
  key: string;
  meta: boolean;
  ctrl: boolean;
  alt: boolean;
  /** Milliseconds on any steady clock. */
  at: number;
  /** The key belongs to what is being typed into, or to an open dialog or menu. */
  captured: boolean;
}

export interface SequenceState {
  prefix: string;
  at: number;
}

export interface ShortcutStep {
  state: SequenceState | null;
  command: ShortcutCommand | null;
}

/**
 * One key press. ⌘K / Ctrl+K works everywhere, also while typing and with single keys switched off (WCAG 2.1.4 is about
 * character keys); the rest only when `singleKeys` is on and the key is nobody else's.
 */
export function stepShortcut(
  state: SequenceState | null,
  press: KeyPress,
  singleKeys: boolean,
): ShortcutStep {
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  if ((press.meta || press.ctrl) && !press.alt && key === "k") return { state: null, command: "palette" };
  if (!singleKeys || press.captured || press.meta || press.ctrl || press.alt)
    return { state: null, command: null };
  const prefix = state && press.at - state.at <= SEQUENCE_MS ? state.prefix : "";
  const found = shortcuts.find(
    (shortcut) => shortcut.command !== "palette" && shortcut.keys.join("") === prefix + key,
  );
  if (found) return { state: null, command: found.command };
  const begins = shortcuts.some((shortcut) => shortcut.keys.length > 1 && shortcut.keys[0] === key);
  return { state: begins ? { prefix: key, at: press.at } : null, command: null };
}
