import type { Policy } from "./schema";

/** The policies in force, in the order in which their verdicts are shown. */
export const POLICIES: readonly Policy[] = [];
