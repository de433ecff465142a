import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { MAX_LINE_BYTES, MAX_LINE_CHARS, storable, takeLines } from "./lines";

/** Reads `bytes` in pieces of `size`, as the follower does: what was not consumed is offered again with more behind it. */
function readAll(bytes: Buffer, size: number): string[] {
  const lines: string[] = [];
  let offset = 0;
  let inLongLine = false;
  for (let end = size; ; end += size) {
    const ended = end >= bytes.length;
    const taken = takeLines(bytes.subarray(offset, end), { inLongLine, ended });
    lines.push(...taken.lines);
    offset += taken.consumed;
    inLongLine = taken.inLongLine;
    if (ended) return lines;
  }
}

describe("cutting output into lines", () => {
  it("gives the same lines however the output arrives", () => {
    fc.assert(
      fc.property(
        fc.array(
          fc.string({ unit: "binary" }).map((s) => s.replaceAll("\n", " ").replace(/\r$/, "")),
          { maxLength: 20 },
        ),
        fc.integer({ min: 1, max: 40 }),
        (texts, size) => {
          const whole = texts.map((t) => `${t}\n`).join("");
          expect(readAll(Buffer.from(whole), size)).toEqual(texts.map((t) => Buffer.from(t).toString()));
        },
      ),
    );
  });

  it("waits for the newline until the output has ended", () => {
    const half = Buffer.from("first\nsecon");
    expect(takeLines(half, { inLongLine: false, ended: false })).toEqual({
      lines: ["first"],
      consumed: 6,
      inLongLine: false,
    });
    expect(takeLines(half, { inLongLine: false, ended: true })).toEqual({
      lines: ["first", "secon"],
      consumed: 11,
      inLongLine: false,
    });
  });

  it("keeps the beginning of a line that is too long, once, and passes over the rest", () => {
    const long = Buffer.concat([Buffer.alloc(3 * MAX_LINE_BYTES, "x"), Buffer.from("\nnext\n")]);
    const lines = readAll(long, MAX_LINE_BYTES);
    expect(lines.map((l) => l.length)).toEqual([MAX_LINE_BYTES, 4]);
    expect(lines[1]).toBe("next");
  });

  it("survives bytes that are no text, NUL and carriage returns", () => {
    const [line] = takeLines(Buffer.from([0x61, 0xff, 0x00, 0x62, 0x0d, 0x0a]), {
      inLongLine: false,
      ended: false,
    }).lines;
    expect(storable(line!)).toBe("a\uFFFD\u2400b");
  });

  it("says that a stored line was cut", () => {
    const stored = storable("y".repeat(MAX_LINE_CHARS + 1));
    expect(stored.startsWith("y".repeat(MAX_LINE_CHARS))).toBe(true);
    expect(stored).toContain("cut");
  });
});
