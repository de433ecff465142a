/** A request that nobody decides for a week is not urgent any more; what it would change has moved on. */
export const REQUEST_SECONDS = 7 * 24 * 3600;

/** A day is enough for a queue to drain; after it, an approval would be used in a situation its approver did not see. */
export const EXECUTION_SECONDS = 24 * 3600;
