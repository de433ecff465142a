import { describe, expect, it } from "vitest";
import { bytesOf, keptOf, nextRead } from "./log-cap";
import { takeLines } from "./lines";

const CAP = { kept: 1000, tail: 200, chunk: 100 };

/** Follows an output that grows by `step` bytes between looks, as the follower of a run does. */
function store(output: string, step: number) {
  const bytes = Buffer.from(output);
  const stored: { level: "info" | "warn" | "error"; text: string }[] = [];
  const reads: number[] = [];
  let offset = 0;
  for (let size = Math.min(step, bytes.length), ended = false; ;) {
    // Asked of what is stored, as a worker does that takes over.
    const kept = bytesOf(stored);
    const left = size - offset;
    const wanted = nextRead(left, { kept, ended }, CAP);
    reads.push(wanted);
    const last = ended && wanted === left;
    const taken = takeLines(bytes.subarray(offset, offset + wanted), { inLongLine: false, ended: last });
    if (taken.consumed > 0)
      stored.push(
        ...keptOf(
          taken.lines.map((text) => ({
            level: text.startsWith("!") ? ("error" as const) : ("info" as const),
            text,
          })),
          { kept, last },
          CAP,
        ),
      );
    offset += taken.consumed;
    if (last) return { stored, reads };
    if (wanted > 0 && wanted < left) continue;
    if (size === bytes.length) ended = true;
    size = Math.min(size + step, bytes.length);
  }
}

const lines = (count: number) =>
  Array.from({ length: count }, (_, n) => `${n % 70 === 69 ? "!" : " "}line ${String(n).padStart(4, "0")}`);
const numbers = (stored: { text: string }[]) =>
  stored.flatMap(({ text }) => /line (\d+)$/.exec(text)?.[1] ?? []).map(Number);

describe("a log beyond its cap", () => {
  it.each([1, 37, 100, 999, 1_000_000])(
    "keeps its beginning, its errors and its end, each line once, when it grows by %i bytes",
    (step) => {
      const { stored, reads } = store(lines(1000).join("\n"), step);
      const kept = numbers(stored);
      expect(kept).toEqual([...new Set(kept)].sort((a, b) => a - b));
      expect(kept.slice(0, 90)).toEqual(Array.from({ length: 90 }, (_, n) => n));
      expect(kept).toEqual(expect.arrayContaining(Array.from({ length: 14 }, (_, n) => n * 70 + 69)));
      expect(kept.slice(-18)).toEqual(Array.from({ length: 18 }, (_, n) => 982 + n));
      expect(kept.length).toBeLessThan(160);
      expect(stored.filter(({ level }) => level === "warn").map(({ text }) => text)).toEqual([
        expect.stringContaining("The log is larger"),
        expect.stringContaining("not kept"),
      ]);
      // What is held in memory at a time is bounded: a chunk, and once the end.
      expect(Math.max(...reads)).toBeLessThan(CAP.tail + CAP.chunk);
    },
  );

  it("is as it is when it stays below", () => {
    const { stored } = store(lines(80).join("\n"), 50);
    expect(numbers(stored)).toEqual(Array.from({ length: 80 }, (_, n) => n));
    expect(stored.every(({ level }) => level !== "warn")).toBe(true);
  });
});
