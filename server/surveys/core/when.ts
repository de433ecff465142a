import { Cron } from "croner";
import type { Schedule } from "../schema";

const DAY = 86_400_000;

/** When the next wave of a schedule is opened after an instant, by the clock of a time zone. */
export function nextWave(
  schedule: Pick<Schedule, "month" | "day" | "hour">,
  zone: string,
  after: Date,
): Date {
  const months = [0, 3, 6, 9].map((first) => first + schedule.month).join(",");
  const next = new Cron(`0 ${schedule.hour} ${schedule.day} ${months} *`, { timezone: zone }).nextRun(after);
  if (!next) throw new Error("A quarter has no such day.");
  return next;
}

/** "2026 Q4", by the clock of a time zone. */
export function quarterOf(at: Date, zone: string): string {
  const [year, month] = new Intl.DateTimeFormat("en-CA", {
    timeZone: zone,
    year: "numeric",
    month: "2-digit",
  })
    .format(at)
    .split("-")
    .map(Number);
  return `${year} Q${Math.ceil(month! / 3)}`;
}

/** When there is something to do with an open wave: the next reminder, or its end. */
export function nextMoment(wave: {
  openedAt: Date;
  closesAt: Date;
  remindAfterDays: readonly number[];
  reminded: number;
}): Date {
  const days = [...wave.remindAfterDays].sort((a, b) => a - b)[wave.reminded];
  const reminder = days === undefined ? wave.closesAt : new Date(wave.openedAt.getTime() + days * DAY);
  return reminder < wave.closesAt ? reminder : wave.closesAt;
}
