import { isDateTime } from "../formats";
import { textSpec } from "../text";

/** An instant at which something expires. */
export const timerType = textSpec({
  kind: "timer",
  label: "Timer",
  description: "A moment at which something expires; the portal tells when it does.",
  must: "a date and time with its zone, such as 2026-01-31T09:30:00Z",
  test: isDateTime,
  sample: "2026-01-31T09:30:00Z",
});
