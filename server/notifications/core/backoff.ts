/** Nothing is tried for longer than a day: by then it says something that is no longer so. */
export const GIVE_UP_SECONDS = 24 * 3600;

const FIRST_SECONDS = 15;
const LONGEST_SECONDS = 3 * 3600;

/**
 * Seconds until the next attempt after `attempts` that failed: twice as long each time, up to three hours, less up to a half
 * by chance, so that receivers which come back are not met by everybody at once.
 *
 * @param random from 0 to 1
 */
export function delaySeconds(attempts: number, random: number): number {
  const full = Math.min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** Math.max(0, attempts - 1));
  return Math.round(full * (1 - random / 2));
}
