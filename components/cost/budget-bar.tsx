interface BudgetBarProps {
  title: string;
  /** Decimal texts, all in one currency. */
  amount: string;
  exceptions: string;
  committed: string;
  reserved: string;
  actual: string;
  /** What a request would add. */
  adds?: string | null;
}

const shareOf = (value: number, whole: number): number =>
  whole <= 0 ? (value > 0 ? 100 : 0) : Math.max(0, Math.min(100, (value / whole) * 100));

/** How much of a month's budget is used: committed or billed, held by approved runs, and what a request would add. */
export function BudgetBar({ title, amount, exceptions, committed, reserved, actual, adds }: BudgetBarProps) {
  const whole = Number(amount) + Number(exceptions);
  const spent = Math.max(Number(committed), Number(actual));
  const used = shareOf(spent, whole);
  const held = shareOf(spent + Number(reserved), whole);
  const wanted = shareOf(spent + Number(reserved) + Math.max(0, Number(adds ?? 0)), whole);
  const percent = whole > 0 ? Math.round(((spent + Number(reserved)) / whole) * 100) : spent > 0 ? 100 : 0;
  return (
    <svg
      role="img"
      aria-label={`${percent}% of "${title}" is used`}
      viewBox="0 0 100 4"
      preserveAspectRatio="none"
      className="bg-accent h-1.5 w-full rounded-full"
    >
      <rect width={wanted} height="4" className="fill-warning" />
      <rect width={held} height="4" className="fill-info" />
      <rect width={used} height="4" className="fill-primary" />
    </svg>
  );
}
