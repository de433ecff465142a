/**
 * The slope of a trend (H. Theil 1950; P. K. Sen, "Estimates of the regression coefficient based on Kendall's tau", JASA 63,
 * 1968): the median of the slopes between any two points, so one bad week does not make a trend. Null with less than two points.
 */
export function theilSen(points: readonly (readonly [x: number, y: number])[]): number | null {
  const slopes: number[] = [];
  for (let i = 0; i < points.length; i += 1)
    for (let j = i + 1; j < points.length; j += 1) {
      const run = points[j]![0] - points[i]![0];
      if (run !== 0) slopes.push((points[j]![1] - points[i]![1]) / run);
    }
  if (slopes.length === 0) return null;
  slopes.sort((a, b) => a - b);
  const middle = slopes.length >> 1;
  return slopes.length % 2 ? slopes[middle]! : (slopes[middle - 1]! + slopes[middle]!) / 2;
}
