import fc from "fast-check";
import { expect, it } from "vitest";
import { responseByTeam, type Response } from "./response";

const FLOOR = 5;
const of = (team: string, invited: number, respondents: number): Response => ({ team, invited, respondents });

it("shows how many of each team have answered, with the teams below it", () => {
  const parents = { amber: null, birch: null, bud: "birch" };
  const found = responseByTeam([of("amber", 10, 5), of("birch", 8, 6), of("bud", 6, 5)], parents, FLOOR);
  expect(found).toEqual(expect.arrayContaining([of("amber", 10, 5), of("birch", 14, 11), of("bud", 6, 5)]));
});

it("shows that nobody of a large team has answered, and nothing of few who did", () => {
  expect(responseByTeam([of("amber", 10, 0), of("birch", 9, 7)], {}, FLOOR)).toEqual(
    expect.arrayContaining([of("amber", 10, 0), of("birch", 9, 7)]),
  );
  // Two of amber would follow from the whole, so birch is not shown either.
  expect(responseByTeam([of("amber", 10, 2), of("birch", 9, 7)], {}, FLOOR)).toEqual([]);
  expect(responseByTeam([of("amber", 4, 0)], {}, FLOOR)).toEqual([]);
  expect(responseByTeam([], {}, FLOOR)).toEqual([]);
});

it("leaves no rest that is smaller than the floor, but for none", () => {
  const group = fc.record({ invited: fc.nat(12), share: fc.double({ min: 0, max: 1, noNaN: true }) });
  fc.assert(
    fc.property(fc.array(group, { maxLength: 6 }), (all) => {
      const groups = all.map(({ invited, share }, n) => of(`t${n}`, invited, Math.round(invited * share)));
      const shown = responseByTeam(groups, {}, FLOOR);
      const rest = (field: "invited" | "respondents") =>
        groups.reduce((sum, one) => sum + one[field], 0) - shown.reduce((sum, one) => sum + one[field], 0);
      const fine = (n: number) => n === 0 || n >= FLOOR;
      for (const one of shown) expect([fine(one.invited), fine(one.respondents)]).toEqual([true, true]);
      if (shown.length) expect([fine(rest("invited")), fine(rest("respondents"))]).toEqual([true, true]);
    }),
    { numRuns: 300, seed: 11 },
  );
});
