"use client";

import { Check, Pencil, Plus, RotateCcw, Save, Trash2, Users } from "lucide-react";
import { MenuGroup, MenuItem, MenuLabel, MenuSeparator } from "@/components/ui/dropdown-menu-parts";
import type { SavedView } from "@/server/catalog/core/view-schema";

/** What asks more before it is done. */
export type ViewCommand = "save" | "rename" | "delete";

interface ViewItemsProps {
  plainTitle: string;
  views: readonly SavedView[];
  current: SavedView | undefined;
  changed: boolean;
  onShow: (view: SavedView | undefined) => void;
  onUpdate: () => void;
  onOpen: (command: ViewCommand) => void;
}

/** All views to choose from, and what can be done with the one that is shown. */
export function ViewItems({ plainTitle, views, current, changed, onShow, onUpdate, onOpen }: ViewItemsProps) {
  const own = views.filter((view) => !view.shared);
  const shared = views.filter((view) => view.shared);
  const item = (view: SavedView | undefined) => (
    <MenuItem key={view?.id ?? "plain"} onClick={() => onShow(view)}>
      <Check aria-hidden className={view?.id === current?.id ? "" : "invisible"} />
      <span className="min-w-0 flex-1 truncate">{view?.title ?? plainTitle}</span>
      {view?.id === current?.id && <span className="sr-only">(shown)</span>}
    </MenuItem>
  );
  return (
    <>
      {item(undefined)}
      {own.length > 0 && (
        <MenuGroup>
          <MenuLabel>My views</MenuLabel>
          {own.map(item)}
        </MenuGroup>
      )}
      {shared.length > 0 && (
        <MenuGroup>
          <MenuLabel>Shared views</MenuLabel>
          {shared.map(item)}
        </MenuGroup>
      )}
      <MenuSeparator />
      {changed && current?.editable && (
        <MenuItem onClick={() => onUpdate()}>
          <Save aria-hidden /> Save changes
        </MenuItem>
      )}
      {changed && (
        <MenuItem onClick={() => onShow(current)}>
          <RotateCcw aria-hidden /> Discard changes
        </MenuItem>
      )}
      <MenuItem onClick={() => onOpen("save")}>
        <Plus aria-hidden /> Save as a new view…
      </MenuItem>
      {current?.editable && (
        <>
          <MenuItem onClick={() => onOpen("rename")}>
            {current.shared ? <Users aria-hidden /> : <Pencil aria-hidden />} Rename or share…
          </MenuItem>
          <MenuItem tone="danger" onClick={() => onOpen("delete")}>
            <Trash2 aria-hidden /> Delete view…
          </MenuItem>
        </>
      )}
    </>
  );
}
