import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  countedVotes,
  describeStages,
  type Electorate,
  progressOf,
  type StageVote,
  stillStands,
  verdictOf,
} from "./stages";
import { NOBODY } from "./who";

const yes = (voterId: string, seat = voterId): StageVote => ({ voterId, seat, vote: "APPROVE" });
const no = (voterId: string): StageVote => ({ voterId, seat: voterId, vote: "DECLINE" });
const among = (...seats: string[]): Electorate => ({ seats, barred: [] });
const one = [{ needs: 1 as const }];
const all = [{ needs: "ALL" as const }];

describe("one stage", () => {
  it("with one needs one, with all needs everybody, and one refusal refuses", () => {
    const both = [among("a", "b")];
    expect(verdictOf(one, both, []).status).toBe("pending");
    expect(verdictOf(one, both, [yes("b")]).status).toBe("approved");
    expect(verdictOf(all, both, [yes("b")]).status).toBe("pending");
    expect(verdictOf(all, both, [yes("b"), yes("a")]).status).toBe("approved");
    expect(verdictOf(all, both, [yes("b"), yes("b")]).status).toBe("pending");
    expect(verdictOf(all, both, [yes("b"), no("a")]).status).toBe("declined");
    expect(verdictOf(all, [among()], []).status).toBe("pending");
    expect(verdictOf([], [], []).status).toBe("pending");
  });

  it("with 2 of 3 counts people, not votes", () => {
    const two = [{ needs: 2 }];
    const three = [among("a", "b", "c")];
    expect(verdictOf(two, three, [yes("a"), yes("a")]).status).toBe("pending");
    expect(verdictOf(two, three, [yes("a"), yes("x", "a")]).status).toBe("pending");
    expect(verdictOf(two, three, [yes("a"), yes("x", "b")]).status).toBe("approved");
    expect(progressOf(two[0]!, three[0]!, [yes("a")])).toEqual({
      approved: 1,
      needed: 2,
      of: 3,
      fulfilled: false,
    });
  });

  it("never counts the requester, neither by a seat nor in another's place", () => {
    const electorate = { seats: ["a", "requester"], barred: ["requester"] };
    expect(countedVotes(electorate, [yes("requester"), yes("requester", "a")])).toEqual([]);
  });
});

describe("stages", () => {
  const stages = [{ needs: 1 }, { needs: 2 }];
  const electorates = [among("a"), among("b", "c", "d")];
  it("are fulfilled one after another", () => {
    expect(verdictOf(stages, electorates, [yes("a")])).toEqual({ status: "pending", stage: 1 });
    expect(verdictOf(stages, electorates, [yes("a"), yes("b")])).toEqual({ status: "pending", stage: 1 });
    expect(verdictOf(stages, electorates, [yes("a"), yes("b"), yes("d")]).status).toBe("approved");
    // Somebody of the first stage may not decide any more: it is open again.
    expect(verdictOf(stages, [among("z"), electorates[1]!], [yes("a"), yes("b"), yes("d")])).toEqual({
      status: "pending",
      stage: 0,
    });
  });

  it("still stand when the votes that count fulfil each of them", () => {
    const votes = [yes("a"), yes("b"), yes("c")];
    expect(stillStands(stages, electorates, votes)).toBe(true);
    expect(stillStands(stages, [among("a"), among("b", "d")], votes)).toBe(false);
    expect(stillStands(stages, [among(), electorates[1]!], votes)).toBe(false);
    // Newcomers among ALL were never asked.
    expect(stillStands(all, [among("a", "newcomer")], [yes("a")])).toBe(true);
    expect(stillStands(all, [among("newcomer")], [yes("a")])).toBe(false);
    expect(stillStands([], [], votes)).toBe(false);
  });
});

describe("for any votes and people", () => {
  const id = fc.constantFrom("a", "b", "c", "d", "e");
  const vote = fc.record({
    voterId: id,
    seat: id,
    vote: fc.constantFrom("APPROVE" as const, "DECLINE" as const),
  });
  const electorate = fc.record({
    seats: fc.uniqueArray(id),
    barred: fc.uniqueArray(id, { maxLength: 2 }),
  });
  const stage = fc.record({ needs: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.constant("ALL" as const)) });
  const request = fc
    .array(fc.tuple(stage, electorate), { minLength: 1, maxLength: 3 })
    .map((pairs) => ({ stages: pairs.map(([s]) => s), electorates: pairs.map(([, e]) => e) }));

  it("there is no way to approved without the votes of each stage", () => {
    fc.assert(
      fc.property(request, fc.array(vote, { maxLength: 8 }), ({ stages, electorates }, votes) => {
        if (verdictOf(stages, electorates, votes).status !== "approved") return;
        stages.forEach(({ needs }, i) => {
          const { seats, barred } = electorates[i]!;
          const may = seats.filter((seat) => !barred.includes(seat));
          const approving = new Set(
            votes
              .filter((v) => v.vote === "APPROVE" && may.includes(v.seat) && !barred.includes(v.voterId))
              .map((v) => v.seat),
          );
          expect(approving.size).toBeGreaterThanOrEqual(needs === "ALL" ? Math.max(1, may.length) : needs);
        });
      }),
      { numRuns: 2000 },
    );
  });

  it("votes of people who may not decide change nothing", () => {
    fc.assert(
      fc.property(request, fc.array(vote, { maxLength: 8 }), ({ stages, electorates }, votes) => {
        const counting = votes.filter((v) => electorates.some((e) => countedVotes(e, [v]).length > 0));
        expect(verdictOf(stages, electorates, votes)).toEqual(verdictOf(stages, electorates, counting));
      }),
    );
  });

  it("what is approved still stands as long as nothing changes", () => {
    fc.assert(
      fc.property(request, fc.array(vote, { maxLength: 8 }), ({ stages, electorates }, votes) => {
        if (verdictOf(stages, electorates, votes).status === "approved")
          expect(stillStands(stages, electorates, votes)).toBe(true);
      }),
    );
  });
});

it("stages are told in their order", () => {
  expect(
    describeStages([
      { needs: 2, from: { ...NOBODY, teams: ["sre"] } },
      { needs: 1, from: { ...NOBODY, roles: ["Admin"] } },
    ]),
  ).toBe("any 2 of: the members of sre; then any one of: people with the role Admin");
});
