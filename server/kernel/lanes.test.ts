import { expect, it } from "vitest";
import { Lanes } from "./lanes";

const lanes = () =>
  new Lanes<"run" | "tell" | "void">([
    { jobs: ["run"], concurrency: 2 },
    { jobs: ["tell", "void"], concurrency: 3 },
  ]);

it("has workers for all lanes at once", () => expect(lanes().workers).toBe(5));

it("gives no more jobs of a lane than it takes, however many ask at once", () => {
  const l = lanes();
  expect(l.ask()).toEqual([]);
  expect(l.ask()).toEqual([]);
  expect(l.ask()).toEqual(["run"]);
  expect(l.ask()).toEqual(["run", "tell", "void"]);
});

it("has room again when a job has ended", () => {
  const l = lanes();
  for (let n = 0; n < 2; n += 1) {
    l.ask();
    l.answered("run");
  }
  expect(l.ask()).toEqual(["run"]);
  l.answered(null);
  l.ended("run");
  expect(l.ask()).toEqual([]);
});

it("has another ask when those who kept a lane closed got jobs of others", () => {
  const l = lanes();
  l.ask();
  l.ask();
  expect(l.ask()).toEqual(["run"]);
  expect(l.answered("tell")).toBe(false);
  expect(l.answered("tell")).toBe(false);
  expect(l.answered(null)).toBe(true);
  expect(l.ask()).toEqual([]);
  expect(l.answered(null)).toBe(false);
});
