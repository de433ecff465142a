const SECONDS = { m: 60, h: 3600, d: 86_400 } as const;

/** A span of time as definitions write it: "30m", "8h", "14d". */
export const DURATION = /^([1-9]\d{0,3})([mhd])$/;

/** In seconds; throws for what does not fit DURATION, which schemas refuse before. */
export function secondsOf(duration: string): number {
  const [, amount, unit] = DURATION.exec(duration) ?? [];
  if (!amount || !unit) throw new Error(`"${duration}" is no span of time.`);
  return Number(amount) * SECONDS[unit as keyof typeof SECONDS];
}

/** For people: "8 hours". */
export function durationText(duration: string): string {
  const [, amount, unit] = DURATION.exec(duration) ?? [];
  const word = { m: "minute", h: "hour", d: "day" }[unit ?? ""] ?? "";
  return `${amount ?? duration} ${word}${amount === "1" ? "" : "s"}`;
}
