import type { DefinitionIssue } from "@/components/definition-editor/issues";
import type { BoardDraft } from "./board-draft";
import { documentOf } from "./board-draft";

/** A fault of a page: of which widget, and where in it. */
export interface BoardFault extends DefinitionIssue {
  /** Null: of the page itself. */
  id: string | null;
  /** The widget's title, or what the fault is about. */
  label: string;
}

/** What the server refused, by the widget it is about. One that is gone takes its faults along. */
export function faultsOf(draft: BoardDraft, refused: readonly DefinitionIssue[]): BoardFault[] {
  if (refused.length === 0) return [];
  const { widgets } = documentOf(draft).definition;
  return refused.flatMap(({ path, message }): BoardFault[] => {
    const [part, list, index] = path;
    if (part !== "definition" || list !== "widgets" || typeof index !== "number")
      return [{ id: null, label: path.join(".") || "Page", path, message }];
    const widget = widgets[index];
    if (!widget) return [];
    return [{ id: widget.id ?? null, label: widget.title || widget.type, path: path.slice(3), message }];
  });
}
