/** Days of history that a day is held against, and the fewest of them. */
const HISTORY_DAYS = 28;
const LEAST_HISTORY_DAYS = 14;
/** Modified z-score from which a day is odd: Iglewicz and Hoaglin, How to Detect and Handle Outliers, 1993. */
const ODD = 3.5;
/** Odd days that follow one another for as long as this are a new level: every day of the week is then among them. */
const LASTING_DAYS = 7;
/** Usual days that do not end what is odd, such as a weekend. */
const MOST_USUAL_BETWEEN = 2;

/** Something odd in the costs of a group, told once however many days it took. */
export interface Anomaly {
  /** `days`: a while, after which things were as before, or which has only begun; `level`: it stays. */
  kind: "days" | "level";
  group: string;
  /** The first and the last odd day; of a new level the day with which it begins, and the last that is known of it. */
  from: string;
  to: string;
  /** How many of its days were odd; of a level, how many it has lasted. */
  days: number;
  /** The mean of the odd days; of a level its median day. */
  amount: number;
  /** The median of the four weeks before, or of the same day of the week where that is another. */
  expected: number;
  /** What the odd days came to beyond what was usual; of a level the same for all its days. */
  difference: number;
  /** The largest modified z-score; infinite where all days before were alike. */
  score: number;
}

interface CostDay {
  day: string;
  amount: number;
}

/** What is usual, how much days differ from it, and of which days that is, by index. */
interface Usual {
  expected: number;
  deviation: number;
  from: number;
  to: number;
}

/** Odd days in one direction, by the indexes of the first and the last, against what was usual before the first. */
interface Spell {
  first: number;
  last: number;
  odd: { amount: number; expected: number }[];
  sign: number;
  usual: Usual;
  score: number;
}

/**
 * What is odd in the costs of groups, the newest first. A day is odd by its modified z-score against the median and the median
 * absolute deviation of the four weeks before, which a single odd day does not move, if it differs by at least `least`. Odd days in
 * one direction with at most two usual ones between are one spell, held against what was usual before its first day. A spell that
 * lasts a week is a new level: it is told as that, and what is usual is learned anew from its first day on. What the same day of
 * the week came to before is not odd, such as a weekend on which things are off.
 */
export function anomaliesOf(
  series: readonly { group: string; days: readonly CostDay[] }[],
  { from, least }: { from: string; least: number },
): Anomaly[] {
  return series
    .flatMap(({ group, days }) => oddOf(days, least).map((odd) => ({ group, ...odd })))
    .filter(({ to, from: begins, kind }) => (kind === "level" ? begins : to) >= from)
    .sort((a, b) => (a.from === b.from ? (a.group < b.group ? -1 : 1) : a.from < b.from ? 1 : -1));
}

function oddOf(days: readonly CostDay[], least: number): Omit<Anomaly, "group">[] {
  const spells: Spell[] = [];
  const levels: Spell[] = [];
  /** With which the present level begins, and how much days differed before it. */
  let since = 0;
  let deviationBefore = 0;
  let open: Spell | null = null;
  days.forEach(({ amount }, n) => {
    if (open && n - open.last > MOST_USUAL_BETWEEN + 1) open = null;
    const usual = open?.usual ?? usualOf(days, since, n, deviationBefore);
    const found = usual && oddnessOf(days, n, usual, least);
    if (!found) return;
    const sign = Math.sign(amount - found.expected);
    if (open?.sign !== sign) {
      open = { first: n, last: n, odd: [], sign, usual, score: 0 };
      spells.push(open);
    }
    open.odd.push({ amount, expected: found.expected });
    open.last = n;
    open.score = Math.max(open.score, found.score);
    if (open.last - open.first + 1 < LASTING_DAYS) return;
    levels.push(spells.pop()!);
    since = open.first;
    deviationBefore = open.usual.deviation;
    open = null;
  });
  return [
    ...spells.map((spell) => whileOf(days, spell)),
    ...levels.map((spell, n) => levelOf(days, spell, levels[n + 1]?.first ?? days.length)),
  ];
}

/** Null: too few days to say. A level that has only begun is taken to vary at least as much as the one before it. */
function usualOf(days: readonly CostDay[], since: number, n: number, deviationBefore: number): Usual | null {
  const from = Math.max(since, n - HISTORY_DAYS);
  if (n - from < (since > 0 ? LASTING_DAYS : LEAST_HISTORY_DAYS)) return null;
  const before = days.slice(from, n).map((one) => one.amount);
  const expected = median(before);
  const deviation = median(before.map((amount) => Math.abs(amount - expected)));
  const began = n - from < LEAST_HISTORY_DAYS;
  return { expected, deviation: began ? Math.max(deviation, deviationBefore) : deviation, from, to: n };
}

/** Null: it is not odd. Out: the amount that it is held against too, which is that of its day of the week where that is another. */
function oddnessOf(
  days: readonly CostDay[],
  n: number,
  usual: Usual,
  least: number,
): { score: number; expected: number } | null {
  const scoreOf = (amount: number, expected: number): number => {
    const difference = Math.abs(amount - expected);
    if (difference < least) return 0;
    return usual.deviation === 0 ? Infinity : (0.6745 * difference) / usual.deviation;
  };
  const { amount } = days[n]!;
  const sameWeekday = days
    .slice(usual.from, usual.to)
    .filter((_, at) => (n - usual.from - at) % 7 === 0)
    .map((one) => one.amount)
    .sort((a, b) => Math.abs(a - usual.expected) - Math.abs(b - usual.expected));
  // The nearer half of them: one odd day a week ago says nothing of the week.
  const ofWeekday = sameWeekday[(sameWeekday.length - 1) >> 1] ?? usual.expected;
  const score = Math.min(scoreOf(amount, usual.expected), scoreOf(amount, ofWeekday));
  if (score < ODD) return null;
  return { score, expected: scoreOf(ofWeekday, usual.expected) >= ODD ? ofWeekday : usual.expected };
}

function whileOf(days: readonly CostDay[], { first, last, odd, score }: Spell): Omit<Anomaly, "group"> {
  const [total, expected] = [sum(odd.map((one) => one.amount)), sum(odd.map((one) => one.expected))];
  return {
    kind: "days",
    from: days[first]!.day,
    to: days[last]!.day,
    days: odd.length,
    amount: total / odd.length,
    expected: expected / odd.length,
    difference: total - expected,
    score,
  };
}

/** Of all days of the level, up to the next one. */
function levelOf(
  days: readonly CostDay[],
  { first, usual, score }: Spell,
  end: number,
): Omit<Anomaly, "group"> {
  const amounts = days.slice(first, end).map((one) => one.amount);
  return {
    kind: "level",
    from: days[first]!.day,
    to: days[end - 1]!.day,
    days: amounts.length,
    amount: median(amounts),
    expected: usual.expected,
    difference: sum(amounts) - amounts.length * usual.expected,
    score,
  };
}

const sum = (values: readonly number[]): number => values.reduce((total, one) => total + one, 0);

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
