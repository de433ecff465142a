/** Where a character of a text stands, for people: "Line 2, column 5". */
export function lineOf(text: string, offset: number): string {
  const before = text.slice(0, offset).split("\n");
  return `Line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
}
