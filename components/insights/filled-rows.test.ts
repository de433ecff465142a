import { expect, it } from "vitest";
import { rowsOf } from "./filled-rows";

it("fills every row, and leaves no cell alone below others", () => {
  expect([0, 1, 2, 3, 4, 5, 6, 7, 8].map(rowsOf)).toEqual([
    [],
    [1],
    [2],
    [3],
    [2, 2],
    [3, 2],
    [3, 3],
    [3, 2, 2],
    [3, 3, 2],
  ]);
});
