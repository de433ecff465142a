/** A colour for each place in a legend, the same wherever it stands; what is left over is grey. */
export const seriesColour = (place: number): string =>
  place < 8 ? `var(--chart-${place + 1})` : "var(--chart-rest)";
