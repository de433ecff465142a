import { sql } from "drizzle-orm";

/** The database's time: one clock for all processes decides every expiry. */
export const now = sql<Date>`now()`;

/** The database's time plus a number of seconds. */
export const inSeconds = (seconds: number) => sql<Date>`now() + make_interval(secs => ${seconds})`;
