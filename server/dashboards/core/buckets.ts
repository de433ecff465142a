import type { Interval } from "@/server/catalog/core/time-range";
import type { FigureBucket, SeriesFigure } from "@/server/metrics/core/figure";
import { addIntervals, dayOf, startOfDay } from "@/server/metrics/core/zone";

/** How figures call the units of time of the catalog. */
export const INTERVAL_OF: Record<Interval, SeriesFigure["interval"]> = {
  hour: "hour",
  day: "day",
  isoWeek: "week",
  month: "month",
  quarter: "quarter",
};

const HOUR = 3_600_000;

/** When the unit of time that begins then ends: the next one begins. */
export function endOf(start: number, interval: Interval, zone: string): number {
  const unit = INTERVAL_OF[interval];
  if (unit === "hour") return start + HOUR;
  return startOfDay(addIntervals(unit, dayOf(new Date(start), zone), 1), zone).getTime();
}

/** Units of time as a chart has them; one that is cut by the span, or not over yet, is partial. */
export function bucketsOf(
  starts: readonly number[],
  { from, to }: { from: number; to: number },
  interval: Interval,
  zone: string,
): FigureBucket[] {
  return starts.map((start, i) => {
    const end = starts[i + 1] ?? endOf(start, interval, zone);
    return {
      from: written(start, interval, zone),
      to: written(end, interval, zone),
      partial: start < from || end > to + 1,
    };
  });
}

/** An instant; hours are written with the clock of the zone, so that they can be read as they are. */
function written(at: number, interval: Interval, zone: string): string {
  if (interval !== "hour" || zone === "UTC") return new Date(at).toISOString();
  const part = Object.fromEntries(
    new Intl.DateTimeFormat("en-US", {
      timeZone: zone,
      hourCycle: "h23",
      year: "numeric",
      month: "2-digit",
      day: "2-digit",
      hour: "2-digit",
      minute: "2-digit",
      timeZoneName: "longOffset",
    })
      .formatToParts(at)
      .map(({ type, value }) => [type, value]),
  );
  const offset = part.timeZoneName === "GMT" ? "Z" : part.timeZoneName!.slice(3);
  return `${part.year}-${part.month}-${part.day}T${part.hour}:${part.minute}:00${offset}`;
}
