import { describe, expect, it } from "vitest";
import { type CsvRecord, readCsv } from "./csv";
import { eventOf, lineFault, readHeading } from "./csv-events";

async function read(text: string, size = 3): Promise<CsvRecord[]> {
  async function* pieces() {
    for (let at = 0; at < text.length; at += size) yield await Promise.resolve(text.slice(at, at + size));
  }
  const records: CsvRecord[] = [];
  for await (const record of readCsv(pieces())) records.push(record);
  return records;
}

describe("a file", () => {
  it("is read with quotes, line breaks within them, and the line on which each record begins", async () => {
    const text = '\uFEFFa,b\r\n"1,""x""",2\r\n\r\n"two\nlines",3\nlast,';
    for (const size of [1, 2, 7, 100])
      expect(await read(text, size)).toEqual([
        { line: 1, cells: ["a", "b"], fault: null },
        { line: 2, cells: ['1,"x"', "2"], fault: null },
        { line: 4, cells: ["two\nlines", "3"], fault: null },
        { line: 6, cells: ["last", ""], fault: null },
      ]);
  });

  it("may have semicolons", async () => {
    expect(await read("a;b,c;d\n1;2;3", 2)).toEqual([
      { line: 1, cells: ["a", "b,c", "d"], fault: null },
      { line: 2, cells: ["1", "2", "3"], fault: null },
    ]);
  });

  it("may have tabs", async () => {
    expect(await read("a\tb\n1,5\t2")).toMatchObject([{ cells: ["a", "b"] }, { cells: ["1,5", "2"] }]);
  });

  it.each([
    ['a,b\nx"y",1\nnext,"2"', /within a cell/],
    ['a,b\n"x"y,"1\nnext,"2"', /after a closing quote/],
  ])("%j has one line that cannot be read, and goes on with the next", async (text, why) => {
    expect(await read(text)).toEqual([
      { line: 1, cells: ["a", "b"], fault: null },
      { line: 2, cells: expect.any(Array) as string[], fault: expect.stringMatching(why) as string },
      { line: 3, cells: ["next", "2"], fault: null },
    ]);
  });

  it("ends where a quote is never closed", async () => {
    expect(await read('a,b\n1,2\n3,"open\n4,5\n')).toMatchObject([
      { line: 1, fault: null },
      { line: 2, fault: null },
      { line: 3, cells: ["3"], fault: expect.stringContaining("line 3 is never closed") as string },
    ]);
  });
});

describe("a line", () => {
  const heading = readHeading("deployments", [
    ...["external_id", "Service", "environment", "STATUS", "finishedAt", "commits", "via platform"],
  ]);

  it("becomes an event by the names of the columns", () => {
    expect(heading.problems).toEqual([]);
    const cells = ["d1", "shop", "prod", "success", "2026-03-29 03:30", "aaaaaaa bbbbbbb", "yes"];
    expect(eventOf(heading, cells, null)).toEqual({
      externalId: "d1",
      service: "shop",
      environment: "prod",
      status: "success",
      finishedAt: "2026-03-29 03:30",
      commits: ["aaaaaaa", "bbbbbbb"],
      viaPlatform: true,
    });
  });

  it.each([
    ["2026-03-29 01:30", "2026-03-29T00:30:00.000Z"],
    ["2026-03-29 03:30", "2026-03-29T01:30:00.000Z"],
    ["2026-10-25 03:30", "2026-10-25T02:30:00.000Z"],
    ["2026-07-01T12:00:05", "2026-07-01T10:00:05.000Z"],
    ["2026-07-01T12:00:00Z", "2026-07-01T12:00:00Z"],
    ["2026-02-30 12:00", "2026-02-30 12:00"],
    ["2026-03-29 02:30", "2026-03-29 02:30"],
  ])("%s in Berlin is %s", (cell, at) => {
    expect(eventOf(heading, ["", "", "", "", cell], "Europe/Berlin")).toEqual({ finishedAt: at });
  });

  it.each([
    [["d1", "shop"], /2 cells where the first line names 7 columns: it may be cut off/],
    [Array<string>(8).fill(""), /8 cells/],
    [["d\uFFFD", "", "", "", "", "", ""], /UTF-8/],
    [Array<string>(7).fill(""), null],
  ])("%j", (cells, why) => {
    const fault = lineFault(heading, cells);
    if (why === null) expect(fault).toBeNull();
    else expect(fault).toMatch(why);
  });

  it("has no columns in another encoding", () => {
    expect(readHeading("incidents", ["\uFFFD\uFFFDe\0x\0"]).problems).toEqual([
      expect.stringContaining("UTF-8") as string,
    ]);
  });

  it("says which columns are missing, unknown or there twice", () => {
    expect(readHeading("incidents", ["externalId", "start", "title", "Title"]).problems).toEqual([
      'There is no column "start".',
      'The column "title" is there twice.',
      'The column "startedAt" is missing.',
    ]);
  });
});
