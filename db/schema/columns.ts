import { customType, timestamp } from "drizzle-orm/pg-core";

/** An instant with time zone, set by the database's clock: one clock decides all order and expiry. */
export const instant = () => timestamp({ withTimezone: true, mode: "date", precision: 3 });
export const createdAt = () => instant().notNull().defaultNow();

/** Raw bytes: ciphertext, digests. */
export const bytes = customType<{ data: Buffer; driverData: Buffer }>({ dataType: () => "bytea" });
