"use client";

import { createContext, useContext } from "react";
import type { ComboboxOption } from "@/components/ui/option-search";

/** Something to pick: an entity, a person or a team, under the text that is stored for it. */
export interface PickerOption {
  value: string;
  label: string;
  description: string | null;
  /** A published icon name. */
  icon: string | null;
}

export interface PickerPage {
  options: PickerOption[];
  /** Asks for the page after this one; null at the end. */
  next: string | null;
  /** Why the choices of an input cannot be told, such as a fault in an expression. */
  faults?: readonly { key: string; message: string }[] | undefined;
}

/** Where the pickers of a form ask, by the input's key: what may be chosen can depend on all other values. */
export interface PickerSource {
  options(input: string, query: { text: string; cursor?: string }): Promise<PickerPage>;
  /** Those of the values that the reader may see, chosen before or not on any page shown. */
  labels(input: string, values: string[]): Promise<PickerOption[]>;
  /** Changes when the choices may have changed. */
  version(input: string): string | undefined;
}

/** Choices that a form limits, such as the teams that its reader may act for; without them, all are offered. */
export interface ReferenceOptions {
  teams?: readonly ComboboxOption[] | undefined;
  /** Without it, pickers ask the catalog. */
  source?: PickerSource | undefined;
}

export const ReferenceOptionsContext = createContext<ReferenceOptions>({});
export const useReferenceOptions = (): ReferenceOptions => useContext(ReferenceOptionsContext);
