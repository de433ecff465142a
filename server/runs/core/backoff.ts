const FIRST_SECONDS = 2;
const LONGEST_SECONDS = 300;

/**
 * Seconds until the next attempt after so many that failed: twice as long each time, up to five minutes, and up to a half less
 * by chance, so that those that failed together do not come back together. `chance` is between 0 and 1.
 */
export const retryDelay = (attempts: number, chance: number): number =>
  Math.min(LONGEST_SECONDS, FIRST_SECONDS * 2 ** Math.max(0, attempts - 1)) * (1 - chance / 2);
