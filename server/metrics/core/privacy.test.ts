import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { hiddenGroups } from "./privacy";

const groups = (...people: number[]) => people.map((n, i) => ({ key: `g${i}`, people: n }));

describe("groups that are not shown", () => {
  it("are those that are too small, and one more where only one would be", () => {
    expect([...hiddenGroups(groups(6, 9, 5), 5)]).toEqual([]);
    expect([...hiddenGroups(groups(6, 9, 2), 5)]).toEqual(["g2", "g0"]);
    expect([...hiddenGroups(groups(6, 9, 2, 3), 5)].sort()).toEqual(["g2", "g3"]);
    expect([...hiddenGroups(groups(6, 0), 5)]).toEqual(["g1"]);
  });

  it("never leave a small group to be found by subtraction", () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 8 }), (people) => {
        const all = groups(...people);
        const hidden = hiddenGroups(all, 5);
        const unseen = all.filter((g) => hidden.has(g.key)).reduce((sum, g) => sum + g.people, 0);
        return unseen === 0 || unseen >= 5 || hidden.size === all.length;
      }),
    );
  });
});
