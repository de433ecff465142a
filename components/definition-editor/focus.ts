import { idOfPath } from "./path";
import type { DefinitionPath } from "./path";

/** How long the part of the editor that holds a control may take to arrive, in ms. */
const PATIENCE_MS = 4000;

/** The control of a place, or of the nearest place around it that has one. */
function controlOf(path: DefinitionPath, nearest: boolean): HTMLElement | null {
  for (let length = path.length; length > 0; length -= 1) {
    const found = document.getElementById(idOfPath(path.slice(0, length)));
    if (found) return found;
    if (!nearest && length < path.length) return null;
  }
  return null;
}

/** Focuses the control of a place as soon as it is drawn: its tab may have to be loaded first. */
export function focusPath(path: DefinitionPath): void {
  const until = performance.now() + PATIENCE_MS;
  const attempt = () => {
    const target = controlOf(path, performance.now() > until - PATIENCE_MS / 2);
    if (target) {
      target.focus();
      target.scrollIntoView({ block: "center", behavior: "auto" });
    } else if (performance.now() < until) requestAnimationFrame(attempt);
  };
  requestAnimationFrame(attempt);
}
