import { addIntervals, dateOf, type Day, startOf, startOfDay } from "@/server/metrics/core/zone";

/** Whole months of history before the month of loading. */
export const MONTHS = 9;

/** The time that the scenario lies in. Days before the anchor are negative offsets: -1 is the day before loading. */
export interface Calendar {
  zone: string;
  /** The day of loading, which is not part of the scenario. */
  anchor: Day;
  /** The first day, as an offset. */
  first: number;
  /** An instant of a day, so many minutes after it began, as ISO 8601. */
  at(offset: number, minutes: number): string;
  /** YYYY-MM-DD. */
  date(offset: number): string;
  /** 1 is Monday, 7 is Sunday. */
  weekday(offset: number): number;
  isWorkday(offset: number): boolean;
}

/** The time before a day in a zone. */
export function calendarOf(anchor: Day, zone: string): Calendar {
  const weekday = (offset: number) => ((((anchor + offset + 3) % 7) + 7) % 7) + 1;
  return {
    zone,
    anchor,
    first: addIntervals("month", startOf("month", anchor), -MONTHS) - anchor,
    at: (offset, minutes) =>
      new Date(startOfDay(anchor + offset, zone).getTime() + Math.round(minutes * 60) * 1_000).toISOString(),
    date: (offset) => dateOf(anchor + offset),
    weekday,
    isWorkday: (offset) => weekday(offset) <= 5,
  };
}

/** The offset of a week before loading. */
export const weeks = (count: number): number => -7 * count;
