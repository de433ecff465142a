/** A piece of a ring: where it begins and ends, as shares of the whole from 0 to 1. */
export interface RingPiece {
  id: string;
  from: number;
  to: number;
}

/** The pieces of a ring, in order; what is nothing or less than nothing has none. */
export function ringPieces(parts: readonly { id: string; value: number | null }[]): RingPiece[] {
  const shown = parts.flatMap(({ id, value }) => (value !== null && value > 0 ? [{ id, value }] : []));
  const total = shown.reduce((sum, { value }) => sum + value, 0);
  let from = 0;
  return shown.map(({ id, value }) => {
    const piece = { id, from, to: from + value / total };
    from = piece.to;
    return piece;
  });
}

const at = (share: number, radius: number): string => {
  const angle = share * 2 * Math.PI - Math.PI / 2;
  return `${(Math.cos(angle) * radius).toFixed(3)} ${(Math.sin(angle) * radius).toFixed(3)}`;
};

/** The outline of a piece around the origin, as a path of SVG. */
export function ringPath({ from, to }: RingPiece, outer: number, inner: number): string {
  // An arc from a point to itself draws nothing: the whole ring ends just before it begins.
  const end = to - from >= 1 ? from + 0.9999 : to;
  const large = end - from > 0.5 ? 1 : 0;
  return [
    `M ${at(from, outer)}`,
    `A ${outer} ${outer} 0 ${large} 1 ${at(end, outer)}`,
    `L ${at(end, inner)}`,
    `A ${inner} ${inner} 0 ${large} 0 ${at(from, inner)}`,
    "Z",
  ].join(" ");
}
