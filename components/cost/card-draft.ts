import type { RateCard, RateLine } from "@/server/cost/core/price-schemas";

/** A rate card while it is edited: whatever it holds already. */
export interface CardDraft {
  currency: string;
  lines: LineDraft[];
  environmentFactors: { environment: string; factor: string }[];
  notCovered: string[];
}
export type LineDraft = RateLine;

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const text = (value: unknown): string => (typeof value === "string" ? value : "");
const objects = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.filter(isObject) : [];

/** A new line of a type, with what another one said that still fits. */
export function lineOf(
  type: RateLine["type"],
  before: Partial<Record<"label" | "input", string>> = {},
): LineDraft {
  const label = before.label ?? "";
  const input = before.input ?? "";
  if (type === "base") return { type, label, monthly: "" };
  if (type === "quantity") return { type, label, input, unitPrice: "" };
  return { type, label, input, prices: [{ value: "", monthly: "" }] };
}

function readLine(line: Record<string, unknown>): LineDraft {
  const label = text(line.label);
  if (line.type === "quantity") {
    const unit = text(line.unit);
    return {
      type: "quantity",
      label,
      input: text(line.input),
      unitPrice: text(line.unitPrice),
      ...(unit && { unit }),
    };
  }
  if (line.type === "choice")
    return {
      type: "choice",
      label,
      input: text(line.input),
      prices: objects(line.prices).map((price) => ({
        value: text(price.value),
        monthly: text(price.monthly),
      })),
    };
  return { type: "base", label, monthly: text(line.monthly) };
}

/** Reads whatever stands in a definition as a card to edit. */
export function readCard(value: unknown): CardDraft {
  const card = isObject(value) ? value : {};
  return {
    currency: text(card.currency),
    lines: objects(card.lines).map(readLine),
    environmentFactors: objects(card.environmentFactors).map((entry) => ({
      environment: text(entry.environment),
      factor: text(entry.factor),
    })),
    notCovered: Array.isArray(card.notCovered) ? card.notCovered.map(text) : [],
  };
}

/** A card to begin with. */
export const newCard = (): RateCard => ({
  currency: "USD",
  lines: [lineOf("base", { label: "Base price" })],
  environmentFactors: [],
  notCovered: [],
});
