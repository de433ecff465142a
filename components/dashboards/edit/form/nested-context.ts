"use client";

import { createContext, useContext } from "react";
import type { DefinitionPath } from "@/components/definition-editor/path";

/** How a form of a group leads into the form of a widget in it. */
export interface Nested {
  open: (path: DefinitionPath) => void;
}

export const NestedContext = createContext<Nested | null>(null);

export function useNested(): Nested {
  const nested = useContext(NestedContext);
  if (!nested) throw new Error("A form of a group stands outside of its widget.");
  return nested;
}
