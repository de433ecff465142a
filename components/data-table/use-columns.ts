"use client";

import { useState } from "react";
import type { DataTableColumn } from "./columns";

export interface ColumnChoice {
  /** Ids of the columns to show, from the URL; null for the table's own choice. */
  visible: readonly string[] | null;
  onVisible: (ids: string[] | null) => void;
}

/** Which columns the reader wants to see; the title column always stays. Kept by the page where `choice` is given. */
export function useColumns<Row>(columns: readonly DataTableColumn<Row>[], choice?: ColumnChoice) {
  const [choices, setChoices] = useState<Readonly<Record<string, boolean>>>({});
  const isTitle = (id: string) =>
    columns.some((column, index) => column.id === id && (column.priority === 1 || index === 0));
  const byDefault = (id: string) => !columns.find((column) => column.id === id)?.hidden;
  const isVisible = (id: string) => {
    if (!choice) return choices[id] ?? byDefault(id);
    return choice.visible ? isTitle(id) || choice.visible.includes(id) : byDefault(id);
  };
  const setVisible = (id: string, visible: boolean) => {
    if (!choice) return setChoices((before) => ({ ...before, [id]: visible }));
    const next = columns
      .filter((column) => (column.id === id ? visible : isVisible(column.id)))
      .map((column) => column.id);
    const same = columns.every(
      (column) => isTitle(column.id) || next.includes(column.id) === byDefault(column.id),
    );
    choice.onVisible(same ? null : next.filter((shown) => !isTitle(shown)));
  };
  return { shown: columns.filter((column) => isVisible(column.id)), isVisible, setVisible };
}
