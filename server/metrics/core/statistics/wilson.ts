const Z = 1.96;

/**
 * The 95 % score interval of a share (E. B. Wilson, "Probable inference, the law of succession, and statistical inference",
 * JASA 22, 1927): it stays within 0 and 1, and is honest where the sample is small or the share is 0 or 1. Undefined of nothing.
 */
export function wilson(hits: number, n: number): [number, number] | undefined {
  if (n <= 0) return undefined;
  const p = hits / n;
  const z2 = Z * Z;
  const centre = p + z2 / (2 * n);
  const spread = Z * Math.sqrt((p * (1 - p)) / n + z2 / (4 * n * n));
  const scale = 1 + z2 / n;
  // Rounding must not exclude what was observed.
  return [
    hits === 0 ? 0 : Math.max(0, (centre - spread) / scale),
    hits === n ? 1 : Math.min(1, (centre + spread) / scale),
  ];
}
