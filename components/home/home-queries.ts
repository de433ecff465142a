/** My runs, the newest first; read by the page and by the component. */
export const homeRunsInput = { mine: true, limit: 6 } as const;
