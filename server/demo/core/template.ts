import { weeks } from "./calendar";
import { chanceOf } from "./random";
import type { DemoService } from "./services";

/** The template that Larkfield's services stand on. */
export const TEMPLATE = "larkfield-service";

export interface Release {
  version: string;
  /** The day it was released; before the scenario for the first. */
  on: number;
  deprecated: boolean;
  note: string;
}

export const RELEASES: readonly Release[] = [
  {
    version: "1.4.0",
    on: weeks(60),
    deprecated: true,
    note: "Speaks to the message broker as it was before its move.",
  },
  {
    version: "2.0.0",
    on: weeks(19),
    deprecated: false,
    note: "Speaks to the message broker where it is now.",
  },
  { version: "2.1.0", on: weeks(7), deprecated: false, note: "Health checks that wait for the database." },
];

/** The day on which a service took a release over; null: it has not. */
export function tookOver({ identifier }: DemoService, { version, on }: Release): number | null {
  if (version === RELEASES[0]!.version) return on;
  const luck = chanceOf(`template:${identifier}:${version}`);
  return luck.chance(0.82) ? on + luck.whole(2, 45) : null;
}

/** The version that a service stands on, on a day. */
export function versionOn(service: DemoService, offset: number): string {
  const taken = RELEASES.filter((release) => {
    const day = tookOver(service, release);
    return day !== null && day <= offset;
  });
  return taken[taken.length - 1]!.version;
}
