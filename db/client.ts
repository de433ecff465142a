import { drizzle, type PostgresJsDatabase } from "drizzle-orm/postgres-js";
import postgres from "postgres";

export type Database = PostgresJsDatabase;
export type Transaction = Parameters<Parameters<Database["transaction"]>[0]>[0];
/** Either the database or an open transaction on it. */
export type Executor = Database | Transaction;

/** So many different statements are kept prepared on a connection; what a search composes would have no end. */
const MOST_PREPARED = 500;

/**
 * Lets the server keep the statements that come again, by name: the driver asks for the types of all others first, which is
 * a second way to the server and back, and has them planned each time. The query builder knows no setting for it.
 */
function preparing<T extends postgres.Sql | postgres.TransactionSql>(sql: T, seen: Set<string>): T {
  type Work = (tx: postgres.TransactionSql) => unknown;
  const client = sql as unknown as {
    unsafe: (text: string, args?: unknown[], options?: { prepare?: boolean }) => unknown;
    begin?: (...args: unknown[]) => unknown;
    savepoint?: (...args: unknown[]) => unknown;
  };
  const { unsafe } = client;
  client.unsafe = (text, args, options) => {
    const again = seen.has(text);
    if (!again && seen.size < MOST_PREPARED) seen.add(text);
    return unsafe(text, args, { ...options, prepare: options?.prepare || again });
  };
  for (const name of ["begin", "savepoint"] as const) {
    const open = client[name];
    if (!open) continue;
    client[name] = (...args) => {
      const work = args.pop() as Work;
      return open(...args, (tx: postgres.TransactionSql) => work(preparing(tx, seen)));
    };
  }
  return sql;
}

/**
 * What the planner is told. Pages are in memory or on a solid-state disk, where one at random costs hardly more than the next
 * one; by default it reads whole tables rather than an index that finds one row in ten. And helpers of a statement take
 * longer to start, 12 ms, than nearly every statement here lasts: they are started even for a branch that never runs.
 */
const PLANNING = { random_page_cost: "1.1", max_parallel_workers_per_gather: "0" };

/**
 * Lets at most `max` transactions be open, and the others wait in order. The driver would send the beginning of one behind
 * whatever a busy connection does, and where that connection's buffer is full it forgets that it is one: what others send
 * over the connection then becomes part of a transaction that nobody ends.
 */
function inTurn(begin: postgres.Sql["begin"], max: number): postgres.Sql["begin"] {
  const waiting: (() => void)[] = [];
  let open = 0;
  return (async (...args: Parameters<postgres.Sql["begin"]>) => {
    if (open >= max) await new Promise<void>((resolve) => waiting.push(resolve));
    else open += 1;
    try {
      return await begin(...args);
    } finally {
      // Handed on, not given back: nobody who comes in between may take it.
      const next = waiting.shift();
      if (next) next();
      else open -= 1;
    }
  }) as postgres.Sql["begin"];
}

/**
 * Opens a pool of at most `max` connections for transactions, and one for statements outside of them. Apart, so that who is in
 * a transaction and asks something beside it is answered however many others wait for the locks that it holds. A statement
 * never waits behind another on a connection, which might itself be waiting for such a lock.
 * `close` waits at most five seconds for running queries.
 */
export function createDatabase(url: string, options: { max?: number } = {}) {
  const { max = 10 } = options;
  const seen = new Set<string>();
  const open = (own: { max_pipeline?: number } = {}) =>
    preparing(
      postgres(url, {
        max,
        onnotice: () => undefined,
        connect_timeout: 10,
        connection: PLANNING as Record<string, string>,
        ...own,
      }),
      seen,
    );
  const transactions = open();
  const sql = open({ max_pipeline: 0 });
  sql.begin = inTurn(transactions.begin, max);
  const db: Database = drizzle(sql, { casing: "snake_case" });
  // The query builder tells each driver that it writes JSON and instants itself.
  drizzle(transactions);
  const close = async () => {
    await Promise.all([transactions.end({ timeout: 5 }), sql.end({ timeout: 5 })]);
  };
  return { db, sql, close };
}

const globalPool = globalThis as { waymarkPool?: ReturnType<typeof createDatabase> };

/** The pool of this process; opened at first use and kept over hot reloads. */
export function pool(): ReturnType<typeof createDatabase> {
  const url = process.env.DATABASE_URL;
  if (!url) throw new Error("DATABASE_URL is missing. Start the portal with `npm run up`.");
  return (globalPool.waymarkPool ??= createDatabase(url));
}
