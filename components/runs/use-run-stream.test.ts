import { describe, expect, it } from "vitest";
import { mergeLines } from "./use-run-stream";

const line = (seq: number) => ({ seq, at: new Date(0), text: `line ${seq}` });

describe("lines of a followed run", () => {
  it("appends what is new and drops what came before", () => {
    expect(mergeLines([line(1), line(2)], [line(2), line(3)]).map((l) => l.seq)).toEqual([1, 2, 3]);
  });
  it("keeps the same array when nothing is new, so that nothing is drawn again", () => {
    const known = [line(1)];
    expect(mergeLines(known, [line(1)])).toBe(known);
  });
});
