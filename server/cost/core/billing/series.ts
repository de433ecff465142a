import { type Money, moneyText, readMoney, sum } from "../money";
import { OTHERS, UNALLOCATED } from "./group-names";
import type { Split } from "./settings";

/** Groups that are shown one by one; the rest is added up. */
const MOST_GROUPS = 8;

/** A sum of one bucket and group, as the store gives it. */
export interface CostCell {
  /** First day of the bucket. */
  bucket: string;
  /** Null: nothing says it. */
  group: string | null;
  pool: string | null;
  amount: string;
}

export interface CostGroup {
  id: string;
  /** How many groups it stands for: one, unless it is the others. */
  count: number;
  /** Exact decimal texts; of a bucket without any line null, which is not nothing. */
  values: (string | null)[];
  total: string;
  /** What of the total comes from pools. */
  shared: string;
  /** Of the same span before; null without any line in it. */
  previous: string | null;
}

/** Splits an amount by parts so that the pieces add up to it exactly; what is left over goes to the largest remainders. */
export function split(amount: Money, parts: readonly Money[]): Money[] {
  const whole = sum(parts);
  if (whole <= 0n) return parts.map(() => 0n);
  const sign = amount < 0n ? -1n : 1n;
  const size = amount * sign;
  const pieces = parts.map((part) => (size * part) / whole);
  const rests = parts.map((part, n) => ({ n, rest: (size * part) % whole }));
  let left = size - sum(pieces);
  for (const { n } of rests.sort((a, b) => (a.rest < b.rest ? 1 : a.rest > b.rest ? -1 : a.n - b.n))) {
    if (left <= 0n) break;
    pieces[n] = pieces[n]! + 1n;
    left -= 1n;
  }
  return pieces.map((piece) => piece * sign);
}

const read = (text: string): Money => readMoney(text) ?? 0n;

/**
 * Shares the pools of each bucket among the teams that have costs in it. A pool that nobody can be found for keeps standing under
 * its own name. Out: cells without pools, and how much of each group's total was shared to it.
 */
export function sharePools(
  cells: readonly CostCell[],
  pools: readonly { title: string; split: Split }[],
): { cells: CostCell[]; shared: Map<string, Money> } {
  const shared = new Map<string, Money>();
  const out: CostCell[] = [];
  for (const [, inBucket] of grouped(cells, ({ bucket }) => bucket)) {
    const own = inBucket.filter(({ pool }) => pool === null);
    const amounts = new Map<string, Money>();
    for (const { group, amount } of own)
      if (group !== null) amounts.set(group, (amounts.get(group) ?? 0n) + read(amount));
    out.push(...own);
    for (const [title, inPool] of grouped(
      inBucket.filter(({ pool }) => pool !== null),
      ({ pool }) => pool ?? "",
    )) {
      const total = sum(inPool.map(({ amount }) => read(amount)));
      const parts = partsOf(pools.find((pool) => pool.title === title)?.split ?? { by: "cost" }, amounts);
      if (!parts.size) {
        out.push({
          bucket: inPool[0]!.bucket,
          group: `(${title})`,
          pool: null,
          amount: moneyText(total, 10),
        });
        continue;
      }
      const names = [...parts.keys()];
      split(total, [...parts.values()]).forEach((amount, n) => {
        const group = names[n]!;
        out.push({ bucket: inPool[0]!.bucket, group, pool: null, amount: moneyText(amount, 10) });
        shared.set(group, (shared.get(group) ?? 0n) + amount);
      });
    }
  }
  return { cells: out, shared };
}

function partsOf(how: Split, amounts: ReadonlyMap<string, Money>): Map<string, Money> {
  if (how.by === "weights")
    return new Map(
      Object.entries(how.weights).map(([team, weight]) => [team, BigInt(Math.round(weight * 1_000_000))]),
    );
  const teams = [...amounts].filter(([, amount]) => amount > 0n).sort(([a], [b]) => (a < b ? -1 : 1));
  return new Map(teams.map(([team, amount]) => [team, how.by === "even" ? 1n : amount]));
}

/**
 * Series by group, the dearest first, at most eight and the others as one; what is unallocated always stands by itself. Buckets of
 * which there is no line at all are null in every series.
 */
export function groupsOf(
  buckets: readonly string[],
  cells: readonly CostCell[],
  previous: readonly CostCell[],
  shared: ReadonlyMap<string, Money> = new Map(),
): CostGroup[] {
  const known = new Set(cells.map(({ bucket }) => bucket));
  const sums = new Map<string, Map<string, Money>>();
  for (const { bucket, group, amount } of cells) {
    const of = sums.get(group ?? UNALLOCATED) ?? new Map<string, Money>();
    of.set(bucket, (of.get(bucket) ?? 0n) + read(amount));
    sums.set(group ?? UNALLOCATED, of);
  }
  const before = new Map<string, Money>();
  for (const { group, amount } of previous)
    before.set(group ?? UNALLOCATED, (before.get(group ?? UNALLOCATED) ?? 0n) + read(amount));
  for (const id of before.keys()) if (!sums.has(id)) sums.set(id, new Map());

  const totals = [...sums].map(([id, of]) => ({ id, of, total: sum([...of.values()]) }));
  const named = totals
    .filter(({ id }) => id !== UNALLOCATED)
    .sort((a, b) => (a.total === b.total ? (a.id < b.id ? -1 : 1) : a.total < b.total ? 1 : -1));
  const one = (id: string, members: typeof totals): CostGroup => {
    const total = sum(members.map((member) => member.total));
    return {
      id,
      count: members.length,
      values: buckets.map((bucket) =>
        known.has(bucket) ? moneyText(sum(members.map(({ of }) => of.get(bucket) ?? 0n)), 4) : null,
      ),
      total: moneyText(total, 4),
      shared: moneyText(sum(members.map((member) => shared.get(member.id) ?? 0n)), 4),
      previous: previous.length
        ? moneyText(sum(members.map((member) => before.get(member.id) ?? 0n)), 4)
        : null,
    };
  };
  const shown = named.length > MOST_GROUPS + 1 ? named.slice(0, MOST_GROUPS) : named;
  const rest = named.slice(shown.length);
  const nobody = totals.filter(({ id }) => id === UNALLOCATED);
  return [
    ...shown.map((group) => one(group.id, [group])),
    ...(rest.length ? [one(OTHERS, rest)] : []),
    ...(nobody.length ? [one(UNALLOCATED, nobody)] : []),
  ];
}

function grouped<T>(all: readonly T[], key: (one: T) => string): Map<string, T[]> {
  const groups = new Map<string, T[]>();
  for (const one of all) {
    const of = groups.get(key(one));
    if (of) of.push(one);
    else groups.set(key(one), [one]);
  }
  return groups;
}
