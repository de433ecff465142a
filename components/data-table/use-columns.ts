"use client";

import { useState } from "react";
import type { DataTableColumn } from "./columns";

export interface ColumnChoice {
  /** Ids of the columns to show, from left to right, from the URL; null for the table's own choice. */
  visible: readonly string[] | null;
  onVisible: (ids: string[] | null) => void;
}

/** Columns that are shown, and the commands that change it. */
export interface ColumnModel<Row> {
  shown: readonly DataTableColumn<Row>[];
  isVisible: (id: string) => boolean;
  setVisible: (id: string, visible: boolean) => void;
  /** Moves a shown column one place to the left or right; nothing beyond the title and the last. */
  move: (id: string, step: -1 | 1) => void;
  /** Back to the table's own choice; absent while that is what is shown. */
  reset: (() => void) | undefined;
}

/** The list with one entry moved by a place; the same list when there is no place. */
export function movedBy(ids: readonly string[], id: string, step: -1 | 1): string[] {
  const from = ids.indexOf(id);
  const to = from + step;
  if (from === -1 || to < 0 || to >= ids.length) return [...ids];
  const next = [...ids];
  next.splice(from, 1);
  next.splice(to, 0, id);
  return next;
}

/** Which columns the reader wants to see, and where; the title column always stays first. Kept by the page where `choice` is given. */
export function useColumns<Row>(
  columns: readonly DataTableColumn<Row>[],
  choice?: ColumnChoice,
): ColumnModel<Row> {
  const [own, setOwn] = useState<readonly string[] | null>(null);
  const title = columns.find((column) => column.priority === 1) ?? columns[0];
  const byDefault = columns.filter((column) => column !== title && !column.hidden).map(({ id }) => id);
  const known = (ids: readonly string[]) =>
    ids.filter(
      (id, index) => id !== title?.id && ids.indexOf(id) === index && columns.some((one) => one.id === id),
    );
  const chosen = choice ? choice.visible : own;
  const ids = chosen ? known(chosen) : byDefault;
  const set = (next: string[] | null) => {
    const same = next?.length === byDefault.length && next.every((id, index) => id === byDefault[index]);
    const kept = same ? null : next;
    if (choice) choice.onVisible(kept);
    else setOwn(kept);
  };
  return {
    shown: [
      ...(title ? [title] : []),
      ...ids.flatMap((id) => columns.find((column) => column.id === id) ?? []),
    ],
    isVisible: (id) => id === title?.id || ids.includes(id),
    setVisible: (id, visible) => {
      if (!visible) return set(ids.filter((one) => one !== id));
      if (ids.includes(id)) return;
      // Where the table would have it, unless the reader has moved columns about: then at the end.
      const natural = columns.filter((one) => ids.includes(one.id) || one.id === id).map((one) => one.id);
      const inOrder = natural.filter((one) => one !== id).every((one, index) => one === ids[index]);
      set(inOrder ? natural : [...ids, id]);
    },
    move: (id, step) => set(movedBy(ids, id, step)),
    reset: chosen ? () => set(null) : undefined,
  };
}
