"use client";

import { useState } from "react";
import type { DataTableColumn } from "./columns";

/** Which columns the reader wants to see; the title column always stays. */
export function useColumns<Row>(columns: readonly DataTableColumn<Row>[]) {
  const [choices, setChoices] = useState<Readonly<Record<string, boolean>>>({});
  const isVisible = (id: string) => choices[id] ?? !columns.find((column) => column.id === id)?.hidden;
  return {
    shown: columns.filter((column) => isVisible(column.id)),
    isVisible,
    setVisible: (id: string, visible: boolean) => setChoices((before) => ({ ...before, [id]: visible })),
  };
}
