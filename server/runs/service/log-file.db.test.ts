import { afterAll, beforeAll, expect, it } from "vitest";
import { type Stage, stage } from "@/server/runs/testing";
import { logFile } from "./log-file";

let s: Stage;
beforeAll(async () => void (s = await stage()));
afterAll(() => s.close());

it("gives every line once, in order, without colours, part by part", async () => {
  const { id } = await s.create("logged");
  await s.database.sql`
    insert into run_logs (run_id, seq, stage, level, text, at)
    select ${id}, n, 'apply', 'info', E'\\x1b[32mline ' || n || E'\\x1b[0m', '2026-01-02T03:04:05Z'
    from generate_series(1, 12000) n`;
  const parts: string[] = [];
  for await (const part of await logFile(s.as(s.people.dev), id)) parts.push(part);
  expect(parts).toHaveLength(3);
  const lines = parts.join("").trimEnd().split("\n");
  expect(lines).toHaveLength(12_000);
  expect(lines.at(-1)).toBe("2026-01-02T03:04:05.000Z [apply] line 12000");
});

it("hides the log from those who may not see the run, before its first part", async () => {
  const { id } = await s.create("secretive");
  await expect(logFile(s.as(s.people.other), id)).rejects.toThrow(/was not found/);
  await expect(logFile(s.as(s.people.dev), "r_none")).rejects.toThrow(/was not found/);
});
