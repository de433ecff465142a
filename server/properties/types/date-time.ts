import { isDateTime } from "../formats";
import { textSpec } from "../text";

/** An instant with its zone (RFC 3339). */
export const dateTimeType = textSpec({
  kind: "date-time",
  label: "Date and time",
  description: "A moment, shown in each reader's own time zone.",
  must: "a date and time with its zone, such as 2026-01-31T09:30:00Z",
  test: isDateTime,
  sample: "2026-01-31T09:30:00Z",
});
