/** To whom a call is offered that any agent may fetch. */
export const ANY_AGENT = "*";

/** Kinds of calls that agents fetch. */
export const FETCHED_KINDS = ["WEBHOOK", "INTEGRATION_ACTION"] as const;
export type FetchedKind = (typeof FETCHED_KINDS)[number];
