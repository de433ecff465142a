import { MAX_DEPTH, RATE_LIMIT, RATE_MINUTES } from "../schema";

/** Why an automation is kept from running, though its condition is met; null: it is not. */
export function refusal(depth: number, recent: number): string | null {
  if (depth > MAX_DEPTH)
    return `Stopped as a loop: ${MAX_DEPTH} automations have set one another off already. Narrow the conditions, so that they do not answer one another.`;
  if (recent >= RATE_LIMIT)
    return `Stopped since it ran ${recent} times for the same subject within ${RATE_MINUTES} minutes. Narrow its condition, so that it does not answer its own changes.`;
  return null;
}
