import { type Money, moneyText, readMoney, sum } from "../money";
import { UNALLOCATED } from "./group-names";
import { type CostCell, sharePools } from "./series";
import type { Split } from "./settings";

/** What said whose a cost is, without the name of the tag, account or rule. */
export const METHODS = ["tag", "account", "entity", "rule", "default", "pool", "nothing"] as const;
export type Method = (typeof METHODS)[number];

/** Of "tag team" it is "tag"; of null it is that nothing did. */
export const methodOf = (allocatedBy: string | null): Method =>
  METHODS.find((method) => method === allocatedBy?.split(" ", 1)[0]) ?? "nothing";

/** Whose an amount is by one state of the settings. */
export interface Given {
  team: string | null;
  pool: string | null;
  allocatedBy: string | null;
}

export interface PreviewRow {
  id: string;
  /** Exact decimal texts. */
  before: string;
  after: string;
}

/** How an amount would be given otherwise, in one currency. */
export interface CurrencyPreview {
  currency: string;
  total: string;
  /** What comes to another team, pool or nobody. */
  moved: string;
  methods: (PreviewRow & { id: Method })[];
  /** With what is shared to them; those that change most first. */
  teams: (PreviewRow & { title?: string })[];
}

const MOST_TEAMS = 50;

interface Side {
  methods: Map<Method, Money>;
  cells: Map<string, { given: Given; amount: Money }>;
}

/** Adds up what two states of the settings say of the same amounts; `add` takes them one by one, `result` compares. */
export function compareAllocations(pools: {
  before: readonly { title: string; split: Split }[];
  after: readonly { title: string; split: Split }[];
}) {
  const currencies = new Map<string, { before: Side; after: Side; moved: Money; total: Money }>();
  const side = (): Side => ({ methods: new Map(), cells: new Map() });

  const put = ({ methods, cells }: Side, given: Given, amount: Money) => {
    const method = methodOf(given.allocatedBy);
    methods.set(method, (methods.get(method) ?? 0n) + amount);
    const key = JSON.stringify([given.team, given.pool]);
    const cell = cells.get(key);
    if (cell) cell.amount += amount;
    else cells.set(key, { given, amount });
  };

  return {
    add(currency: string, text: string, before: Given, after: Given): void {
      const amount = readMoney(text) ?? 0n;
      const of = currencies.get(currency) ?? { before: side(), after: side(), moved: 0n, total: 0n };
      currencies.set(currency, of);
      put(of.before, before, amount);
      put(of.after, after, amount);
      of.total += amount;
      if (before.team !== after.team || before.pool !== after.pool) of.moved += amount;
    },

    result: (): CurrencyPreview[] =>
      [...currencies]
        .sort(([, a], [, b]) => (a.total < b.total ? 1 : a.total > b.total ? -1 : 0))
        .map(([currency, of]) => ({
          currency,
          total: moneyText(of.total, 2),
          moved: moneyText(of.moved, 2),
          methods: METHODS.map((id) => ({
            id,
            before: moneyText(of.before.methods.get(id) ?? 0n, 2),
            after: moneyText(of.after.methods.get(id) ?? 0n, 2),
          })),
          teams: teamsOf(byTeam(of.before, pools.before), byTeam(of.after, pools.after)),
        })),
  };
}

/** What each team bears, its part of pools included. */
function byTeam({ cells }: Side, pools: readonly { title: string; split: Split }[]): Map<string, Money> {
  const all: CostCell[] = [...cells.values()].map(({ given, amount }) => ({
    bucket: "all",
    group: given.team,
    pool: given.pool,
    amount: moneyText(amount, 10),
  }));
  const teams = new Map<string, Money>();
  for (const { group, amount } of sharePools(all, pools).cells) {
    const id = group ?? UNALLOCATED;
    teams.set(id, sum([teams.get(id) ?? 0n, readMoney(amount) ?? 0n]));
  }
  return teams;
}

function teamsOf(before: ReadonlyMap<string, Money>, after: ReadonlyMap<string, Money>): PreviewRow[] {
  const size = (money: Money) => (money < 0n ? -money : money);
  return [...new Set([...before.keys(), ...after.keys()])]
    .map((id) => ({ id, from: before.get(id) ?? 0n, to: after.get(id) ?? 0n }))
    .sort((a, b) => {
      const [left, right] = [size(a.to - a.from), size(b.to - b.from)];
      if (left !== right) return left < right ? 1 : -1;
      return a.to === b.to ? (a.id < b.id ? -1 : 1) : a.to < b.to ? 1 : -1;
    })
    .slice(0, MOST_TEAMS)
    .map(({ id, from, to }) => ({ id, before: moneyText(from, 2), after: moneyText(to, 2) }));
}
