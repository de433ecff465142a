"use client";

import { createContext, useContext } from "react";
import type { InsertableGroup } from "./insertable";

/** What the templates of the edited action can be made of. */
export const InsertableContext = createContext<readonly InsertableGroup[]>([]);

export const useInsertable = (): readonly InsertableGroup[] => useContext(InsertableContext);
