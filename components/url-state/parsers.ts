/**
 * Typed state in the URL, readable on the server and in the browser: one parser for each parameter. A value that cannot
 * be read is as good as absent, so that an old or mistyped link still opens.
 */
export interface Parser<T> {
  /** Null for what is no value of this kind. */
  parse(text: string): T | null;
  serialize(value: T): string;
}

/** A parser with the value that an absent parameter stands for; that value is never written to the URL. */
export interface ParserWithDefault<T> extends Parser<T> {
  defaultValue: T;
}

interface Builder<T> extends Parser<T> {
  withDefault(defaultValue: NoInfer<T>): ParserWithDefault<T>;
}

const builder = <T>(parser: Parser<T>): Builder<T> => ({
  ...parser,
  withDefault: (defaultValue) => ({ ...parser, defaultValue }),
});

export const parseAsString = builder<string>({ parse: (text) => text, serialize: (value) => value });

/** Whole numbers that JavaScript holds exactly. */
export const parseAsInteger = builder<number>({
  parse: (text) => (/^-?\d{1,15}$/.test(text) ? Number(text) : null),
  serialize: String,
});

export const parseAsBoolean = builder<boolean>({
  parse: (text) => (text === "true" ? true : text === "false" ? false : null),
  serialize: String,
});

/** A day, as in 2026-01-31, at midnight UTC. */
export const parseAsIsoDate = builder<Date>({
  parse: (text) => {
    const date = /^\d{4}-\d{2}-\d{2}$/.test(text) ? new Date(`${text}T00:00:00Z`) : new Date(Number.NaN);
    // A 31st of February would silently become a day of March.
    return Number.isNaN(date.getTime()) || date.toISOString().slice(0, 10) !== text ? null : date;
  },
  serialize: (value) => value.toISOString().slice(0, 10),
});

/** One of a known list of words. */
export const parseAsStringLiteral = <const T extends string>(values: readonly T[]): Builder<T> =>
  builder({ parse: (text) => values.find((value) => value === text) ?? null, serialize: (value) => value });

/** Several values with commas between them; a comma inside a value is escaped. What cannot be read is left out. */
export const parseAsArrayOf = <T>(item: Parser<T>): Builder<T[]> =>
  builder({
    parse: (text) =>
      text === "" ? [] : text.split(",").flatMap((part) => item.parse(part.replaceAll("%2C", ",")) ?? []),
    serialize: (values) => values.map((value) => item.serialize(value).replaceAll(",", "%2C")).join(","),
  });

export type Parsers = Record<string, Parser<unknown> | ParserWithDefault<unknown>>;
export type ValueOf<P> =
  P extends ParserWithDefault<infer T> ? T : P extends Parser<infer T> ? T | null : never;
export type ValuesOf<P extends Parsers> = { [K in keyof P]: ValueOf<P[K]> };
/** Null takes a parameter out of the URL; what is not named stays. */
export type ChangeOf<P extends Parsers> = {
  [K in keyof P]?: (P[K] extends Parser<infer T> ? T : never) | null | undefined;
};

const defaultOf = (parser: Parsers[string]): unknown =>
  "defaultValue" in parser ? parser.defaultValue : null;

/** Reads every parameter; the first counts where one is given twice. */
export function readParams<P extends Parsers>(
  parsers: P,
  get: (key: string) => string | null | undefined,
): ValuesOf<P> {
  return Object.fromEntries(
    Object.entries(parsers).map(([key, parser]) => {
      const text = get(key);
      const value = text === null || text === undefined ? null : parser.parse(text);
      return [key, value ?? defaultOf(parser)];
    }),
  ) as ValuesOf<P>;
}

/** The query after a change: parameters of others stay, and a default is left out. */
export function changeParams<P extends Parsers>(
  parsers: P,
  search: URLSearchParams,
  change: ChangeOf<P>,
): URLSearchParams {
  const next = new URLSearchParams(search);
  for (const [key, value] of Object.entries(change)) {
    const parser = parsers[key];
    if (!parser || value === undefined) continue;
    const text = value === null ? null : parser.serialize(value);
    const usual = defaultOf(parser);
    if (text === null || (usual !== null && text === parser.serialize(usual))) next.delete(key);
    else next.set(key, text);
  }
  return next;
}

/** The search parameters that Next gives a page. */
export type SearchParams = Record<string, string | string[] | undefined>;

/** Makes the server's reader of a page's URL state. */
export const createLoader =
  <P extends Parsers>(parsers: P) =>
  async (given: SearchParams | Promise<SearchParams>): Promise<ValuesOf<P>> => {
    const params = await given;
    return readParams(parsers, (key) => {
      const value = Object.hasOwn(params, key) ? params[key] : undefined;
      return Array.isArray(value) ? value[0] : value;
    });
  };
