import { mainNav } from "./nav";
import type { ShortcutCommand } from "./shortcuts";

/** Does what a shortcut says: navigates, moves the focus within the page, or presses the button that names its key. */
export function runShortcut(command: ShortcutCommand, navigate: (href: string) => void): void {
  if (command.startsWith("go:")) {
    const item = mainNav.find((candidate) => `go:${candidate.id}` === command);
    if (item) navigate(item.href);
  } else if (command === "filter") {
    const filter = shown<HTMLInputElement>("[data-filter-input]");
    filter?.focus();
    filter?.select();
  } else if (command === "row:next" || command === "row:previous") {
    moveRow(command === "row:next" ? 1 : -1);
  } else if (command === "row:select" || command === "row:peek") {
    const control = command === "row:select" ? "[data-row-select]" : "[data-row-peek]";
    document.activeElement?.closest("[data-row]")?.querySelector<HTMLElement>(control)?.click();
  } else {
    const key = command.slice("press:".length);
    shown<HTMLElement>(`[aria-keyshortcuts="${key}"]`)?.click();
  }
}

const shown = <Kind extends HTMLElement>(selector: string): Kind | undefined =>
  [...document.querySelectorAll<Kind>(selector)].find((element) => element.offsetParent !== null);

/** Focuses the name cell of the next or previous row: any element marked `data-row-focus`, in the order of the page. */
function moveRow(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>("[data-row-focus]")].filter(
    (row) => row.offsetParent !== null,
  );
  const current = rows.indexOf(document.activeElement as HTMLElement);
  const next =
    current === -1
      ? step === 1
        ? 0
        : rows.length - 1
      : Math.min(Math.max(current + step, 0), rows.length - 1);
  rows[next]?.focus();
  rows[next]?.scrollIntoView({ block: "nearest" });
}
