import { bigint, bigserial, boolean, jsonb, text } from "drizzle-orm/pg-core";
import { createdAt, instant } from "./columns";

export const id = () => bigserial({ mode: "number" }).primaryKey();
export const ref = () => bigint({ mode: "number" });

/**
 * What every event from outside has. Words about one thing come in any order: each field is as the latest word about it says,
 * so `reportedAt` is the latest of all, and `stamps` has the instants of fields that are known since
 * another time, and of those of which somebody said what holds by default.
 */
export const told = () => ({
  id: id(),
  source: text().notNull(),
  externalId: text().notNull(),
  reportedAt: instant().notNull(),
  stamps: jsonb().$type<Record<string, string>>(),
  /** When the portal first heard of it, and last learned something new. */
  receivedAt: createdAt(),
  updatedAt: createdAt(),
});

/**
 * The service as the catalog names it, or as it was told where the catalog does not know it. `team` owned it, or had the
 * author, at the time of the event.
 */
export const subject = () => ({
  toldService: text(),
  service: text(),
  known: boolean().notNull().default(false),
  team: text(),
});
