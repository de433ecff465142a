"use client";

import { createContext, useContext } from "react";
import type { Look } from "@/server/dashboards/schema";

/** What all widgets of a page share. */
export interface Board {
  /** Of the stored page; null while it is made. */
  page: string | null;
  /** Filters and range that the page is looked at through. */
  look: Look;
  /** Widgets are asked for as they are drawn, not as they are stored. */
  preview: boolean;
  /** The blueprint on whose entities the page is shown; null: it is a page of its own. */
  entitiesOf: string | null;
}

export const BoardContext = createContext<Board | null>(null);

export function useBoard(): Board {
  const board = useContext(BoardContext);
  if (!board) throw new Error("A widget stands outside of its page.");
  return board;
}
