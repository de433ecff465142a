import type { RateCard, RateLine } from "./price-schemas";
import { type Money, moneyOf, moneyText, readMoney, times } from "./money";
import type { Priced, PricedLine } from "./priced";

const isMissing = (value: unknown): boolean => value === undefined || value === null || value === "";

/** What a value that is one of several choices is called in a price list. */
const choiceOf = (value: unknown): string | null =>
  typeof value === "string" || typeof value === "number" || typeof value === "boolean" ? String(value) : null;

function choicePrices(line: Extract<RateLine, { type: "choice" }>, value: unknown): Priced {
  const chosen = Array.isArray(value) ? value : [value];
  const parts = chosen.map((item) => {
    const name = choiceOf(item);
    const price = line.prices.find((candidate) => candidate.value === name);
    return { name, price };
  });
  return {
    lines: parts.flatMap(({ name, price }) =>
      price ? [{ label: line.label, monthly: moneyOf(price.monthly), basis: `${line.input} ${name}` }] : [],
    ),
    notCovered: parts.flatMap(({ name, price }) =>
      price ? [] : [`${line.label}: ${name === null ? "this value" : `"${name}"`} has no price`],
    ),
  };
}

function priceOfLine(line: RateLine, inputs: Readonly<Record<string, unknown>>): Priced {
  if (line.type === "base")
    return { lines: [{ label: line.label, monthly: moneyOf(line.monthly), basis: "fixed" }], notCovered: [] };
  const value = Object.hasOwn(inputs, line.input) ? inputs[line.input] : undefined;
  if (isMissing(value)) return { lines: [], notCovered: [`${line.label}: "${line.input}" is not filled in`] };
  if (line.type === "choice") return choicePrices(line, value);
  const quantity = readMoney(value);
  if (quantity === null || quantity < 0n)
    return { lines: [], notCovered: [`${line.label}: "${line.input}" is not a quantity`] };
  const basis = `${moneyText(quantity)}${line.unit ? ` ${line.unit}` : ""} at ${line.unitPrice}`;
  return {
    lines: [{ label: line.label, monthly: times(quantity, moneyOf(line.unitPrice)), basis }],
    notCovered: [],
  };
}

/** What the inputs of an action cost a month by its rate card, and what the card has no price for. */
export function priceByCard(
  card: RateCard,
  inputs: Readonly<Record<string, unknown>>,
  environment: string | null,
): Priced {
  const parts = card.lines.map((line) => priceOfLine(line, inputs));
  const lines = parts.flatMap((part) => part.lines);
  const factor = card.environmentFactors.find((entry) => entry.environment === environment)?.factor;
  return {
    lines:
      factor === undefined
        ? lines
        : lines.map((line) => byFactor(line, moneyOf(factor), environment!, factor)),
    notCovered: [...parts.flatMap((part) => part.notCovered), ...card.notCovered],
  };
}

const byFactor = (line: PricedLine, factor: Money, environment: string, text: string): PricedLine => ({
  ...line,
  monthly: times(line.monthly, factor),
  basis: `${line.basis}, × ${text} in ${environment}`,
});
