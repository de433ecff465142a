import { describe, expect, it } from "vitest";
import { type CsvRecord, readCsv } from "./csv";
import { eventOf, readHeading } from "./csv-events";

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
        { line: 1, cells: ["a", "b"] },
        { line: 2, cells: ['1,"x"', "2"] },
        { line: 4, cells: ["two\nlines", "3"] },
        { line: 6, cells: ["last", ""] },
      ]);
  });

  it("may have semicolons", async () => {
    expect(await read("a;b,c;d\n1;2;3", 2)).toEqual([
      { line: 1, cells: ["a", "b,c", "d"] },
      { line: 2, cells: ["1", "2", "3"] },
    ]);
  });

  it.each([
    ['a,b\n1,"open', /line 2 is never closed/],
    ['a,b\nx"y",1', /within a cell/],
    ['a,b\n"x"y,1', /after a closing quote/],
  ])("%j is none", async (text, why) => {
    await expect(read(text)).rejects.toThrow(why);
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
  ])("%s in Berlin is %s", (cell, at) => {
    expect(eventOf(heading, ["", "", "", "", cell], "Europe/Berlin")).toEqual({ finishedAt: at });
  });

  it("says which columns are missing, unknown or there twice", () => {
    expect(readHeading("incidents", ["externalId", "start", "title", "Title"]).problems).toEqual([
      'There is no column "start".',
      'The column "title" is there twice.',
      'The column "startedAt" is missing.',
    ]);
  });
});
