import { Cron } from "croner";

/** Five parts: nothing of this portal is to happen every second. */
const MODE = "5-part";
const UTC = "UTC";

/** What is wrong with a schedule, by the key at fault; empty: nothing. */
export function scheduleFaults(cron: string, timezone = UTC): { cron?: string; timezone?: string } {
  if (!isTimezone(timezone))
    return { timezone: `There is no time zone "${timezone}". Use a name such as Europe/Berlin.` };
  try {
    return new Cron(cron, { mode: MODE, timezone }).nextRun()
      ? {}
      : { cron: "This never happens. Choose a day that exists." };
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    return {
      cron: "This is no schedule. Use five parts: minute, hour, day of the month, month and day of the week, as in 0 7 * * 1-5.",
    };
  }
}

/** The last moment at or before `at` for which it is planned; null: there was none. */
export function slotBefore(cron: string, timezone: string | undefined, at: Date): Date | null {
  const planned = new Cron(cron, { mode: MODE, timezone: timezone ?? UTC });
  // The reference itself is not counted, and slots are whole minutes.
  return planned.previousRuns(1, new Date(at.getTime() + 1))[0] ?? null;
}

/** The next moments after `at`, at most `count`. */
export const slotsAfter = (cron: string, timezone: string | undefined, at: Date, count: number): Date[] =>
  new Cron(cron, { mode: MODE, timezone: timezone ?? UTC }).nextRuns(count, at);

function isTimezone(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}
