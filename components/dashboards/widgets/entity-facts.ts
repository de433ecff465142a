/** Whether there is nothing to show for a fact. */
export const isNothing = (value: unknown): boolean =>
  value === undefined || value === null || value === "" || (Array.isArray(value) && value.length === 0);

/** Facts without the hidden ones: those that an order names come first, in that order. */
export function inOrder<Fact extends { key: string }>(
  facts: readonly Fact[],
  { hidden, order }: { hidden: readonly string[]; order: readonly string[] },
): Fact[] {
  const rank = ({ key }: Fact): number => {
    const at = order.indexOf(key);
    return at < 0 ? order.length : at;
  };
  return facts.filter(({ key }) => !hidden.includes(key)).sort((a, b) => rank(a) - rank(b));
}
