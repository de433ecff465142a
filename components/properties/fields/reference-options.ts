"use client";

import { createContext, useContext } from "react";
import type { ComboboxOption } from "@/components/ui/option-search";

/** Choices that a form limits, such as the teams that its reader may act for; without them, all are offered. */
export interface ReferenceOptions {
  teams?: readonly ComboboxOption[] | undefined;
}

export const ReferenceOptionsContext = createContext<ReferenceOptions>({});
export const useReferenceOptions = (): ReferenceOptions => useContext(ReferenceOptionsContext);
