/** Money in ten-billionths of a unit: prices of an hour are that small, and sums stay exact. */
export type Money = bigint;

const DIGITS = 10;
const ONE = 10n ** BigInt(DIGITS);
const DECIMAL = /^([+-]?)(\d{1,18})(?:\.(\d{1,40}))?$/;

/** The most that a month can come to: what the ledger can hold. What is more counts as this much. */
export const MOST: Money = 999_999_999_999n * ONE;

/** Reads a decimal text or a number; what is finer than ten digits after the point is cut off. Null when it is neither. */
export function readMoney(value: unknown): Money | null {
  const text = typeof value === "number" || typeof value === "bigint" ? String(value) : value;
  if (typeof text !== "string") return null;
  const match = DECIMAL.exec(text.trim());
  if (!match) return null;
  const [, sign, whole = "0", fraction = ""] = match;
  const size = BigInt(whole) * ONE + BigInt(fraction.slice(0, DIGITS).padEnd(DIGITS, "0"));
  return sign === "-" ? -size : size;
}

/** Reads what the portal wrote itself. Throws on anything else. */
export function moneyOf(text: string): Money {
  const money = readMoney(text);
  if (money === null) throw new Error(`"${text}" is no amount of money.`);
  return money;
}

/** Decimal text with at most `digits` after the point, rounded half away from zero, without zeros at its end. */
export function moneyText(money: Money, digits = 4): string {
  const step = 10n ** BigInt(DIGITS - digits);
  const size = ((money < 0n ? -money : money) + step / 2n) / step;
  const scale = 10n ** BigInt(digits);
  const fraction = (size % scale).toString().padStart(digits, "0").replace(/0+$/, "");
  const text = `${size / scale}${fraction && `.${fraction}`}`;
  return money < 0n && size > 0n ? `-${text}` : text;
}

/** The product of two amounts or of an amount and a factor, cut to ten digits. */
export const times = (a: Money, b: Money): Money => (a * b) / ONE;

export const sum = (all: readonly Money[]): Money => all.reduce((total, one) => total + one, 0n);

export const larger = (a: Money, b: Money): Money => (a > b ? a : b);

export const smaller = (a: Money, b: Money): Money => (a < b ? a : b);

/** What is too large to be kept, as the most that can be. */
export const within = (money: Money): Money => (money > MOST ? MOST : money < -MOST ? -MOST : money);

/** "1,234.50 EUR": as people read it, with two digits or none. */
export function moneyWords(money: Money, currency: string): string {
  const text = moneyText(money, 2);
  const [whole = "0", fraction] = text.replace("-", "").split(".");
  const grouped = whole.replace(/\B(?=(\d{3})+$)/g, ",");
  return `${text.startsWith("-") ? "-" : ""}${grouped}${fraction ? `.${fraction.padEnd(2, "0")}` : ""} ${currency}`;
}
