import { expect, it } from "vitest";
import { isVisit, readKept, withVisit } from "./kept";
import type { Visit } from "./kept";

const visit = (identifier: string): Visit => ({ blueprint: "service", identifier, title: identifier });

it("keeps the latest first, each once, and not too many", () => {
  const some = ["a", "b", "c"].map(visit).reduce<Visit[]>(withVisit, []);
  expect(some.map(({ identifier }) => identifier)).toEqual(["c", "b", "a"]);
  expect(withVisit(some, visit("a")).map(({ identifier }) => identifier)).toEqual(["a", "c", "b"]);
  const many = Array.from({ length: 20 }, (_, index) => visit(String(index))).reduce<Visit[]>(withVisit, []);
  expect(many).toHaveLength(8);
});

it("reads only what it has written itself", () => {
  expect(
    readKept('[{"blueprint":"a","identifier":"b","title":"c"},{"blueprint":1},null,"x"]', isVisit),
  ).toEqual([{ blueprint: "a", identifier: "b", title: "c" }]);
  for (const broken of ["", "{", "{}", "null", "3"]) expect(readKept(broken, isVisit)).toEqual([]);
});
