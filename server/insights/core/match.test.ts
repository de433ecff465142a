import { describe, expect, it } from "vitest";
import type { Changed, Deployed } from "./deployed";
import { matchService } from "./match";

const sha = (name: string) => Buffer.from(name).toString("hex").padEnd(40, "0");
const at = (minutes: number) => new Date(Date.UTC(2026, 4, 4, 9, minutes));

let ids = 0;
const deployed = (
  externalId: string,
  minutes: number,
  commit: string,
  more: Partial<Deployed> = {},
): Deployed => ({
  ...{ id: (ids += 1), source: "api", externalId, environment: "production", finishedAt: at(minutes) },
  ...{ repository: "acme/till", sha: sha(commit), version: null, commits: null, pipeline: null },
  ...{ toldKind: null, restoresExternalId: null, fixesIncident: null },
  ...more,
});
const changed = (id: number, commit: string, repository: string): Changed => ({
  ...{ id, repository, baseBranch: null, mergeSha: sha(commit), mergedAt: at(0) },
  ...{ headSha: null, commits: [], isHotfix: false, isRevert: false },
});
const parents = (...pairs: [string, string][]) =>
  new Map(pairs.map(([child, parent]) => [sha(child), [sha(parent)]]));

/** By name: the kind or what it repeats, what it brings back, and what it comes after. */
function told(deployments: Deployed[], known = parents()): Record<string, string | (string | null)[]> {
  const name = (id: number | null) => deployments.find((one) => one.id === id)?.externalId ?? null;
  return Object.fromEntries(
    matchService(deployments, [], known).deployments.map((one) => [
      name(one.id),
      one.duplicateOf === null
        ? [one.kind, name(one.restoresId), name(one.previousSuccessId)]
        : `repeats ${name(one.duplicateOf)}`,
    ]),
  );
}

describe("a commit that was there before", () => {
  it("goes on and brings nothing back where history says that it comes after the one that runs", () => {
    // c2 was there first, then its forebear c1, which nobody had deployed before, and then c2 again.
    const chain = [
      deployed("zero", 0, "c0"),
      deployed("new", 60, "c2"),
      deployed("old", 120, "c1"),
      deployed("again", 180, "c2"),
    ];
    expect(told(chain, parents(["c2", "c1"], ["c1", "c0"]))).toEqual({
      zero: ["planned", null, null],
      new: ["planned", null, "zero"],
      old: ["rollback", null, "new"],
      again: ["planned", null, "old"],
    });
  });

  it("is brought back by each second step of a chain of rollbacks", () => {
    const chain = ["a", "b", "a", "b", "a"].map((commit, n) => deployed(`${n}${commit}`, n * 60, commit));
    expect(Object.values(told(chain)).map((one) => one[0])).toEqual([
      "planned",
      "planned",
      "rollback",
      "planned",
      "rollback",
    ]);
  });
});

describe("two deployments that end at the same moment", () => {
  it("come in the order of their names, whichever was told first", () => {
    const told1 = told([deployed("one", 0, "c1"), deployed("b", 60, "c3"), deployed("a", 60, "c2")]);
    const told2 = told([deployed("a", 60, "c2"), deployed("one", 0, "c1"), deployed("b", 60, "c3")]);
    expect(told1).toEqual(told2);
    expect(told1).toMatchObject({ a: ["planned", null, "one"], b: ["planned", null, "a"] });
  });
});

describe("a service of several repositories", () => {
  const lib = { repository: "acme/lib" };

  it("has one repository's commit followed by another's without a rollback", () => {
    const chain = [
      deployed("till-1", 0, "t1"),
      deployed("lib-1", 60, "l1", lib),
      deployed("till-1b", 120, "t1"),
      deployed("lib-2", 180, "l2", lib),
      deployed("lib-back", 240, "l1", lib),
    ];
    expect(told(chain)).toEqual({
      "till-1": ["planned", null, null],
      "lib-1": ["planned", null, null],
      "till-1b": ["planned", null, "till-1"],
      "lib-2": ["planned", null, "lib-1"],
      "lib-back": ["rollback", "lib-1", "lib-2"],
    });
  });

  it("counts a commit again within 30 minutes once, though another repository came between", () => {
    const chain = [
      deployed("till", 0, "t1"),
      deployed("lib", 5, "l1", lib),
      deployed("till-retry", 20, "t1"),
    ];
    expect(told(chain)).toMatchObject({ "till-retry": "repeats till" });
  });

  it("counts a pipeline once, also where another pipeline ends between its parts, and a part is what later ones replace", () => {
    const chain = [
      deployed("p1-till", 0, "t1", { pipeline: "1" }),
      deployed("p2-till", 1, "t2", { pipeline: "2" }),
      deployed("p1-lib", 2, "l1", { ...lib, pipeline: "1" }),
      deployed("p2-lib", 3, "l2", { ...lib, pipeline: "2" }),
      deployed("lib-back", 90, "l1", lib),
    ];
    expect(told(chain)).toEqual({
      "p1-till": ["planned", null, null],
      "p2-till": ["planned", null, "p1-till"],
      "p1-lib": "repeats p1-till",
      "p2-lib": "repeats p2-till",
      "lib-back": ["rollback", "p1-till", "p2-till"],
    });
  });

  it("has a baseline for each repository, unless the commits say how they follow from what was there", () => {
    const changes = [
      changed(1, "l1", "acme/lib"),
      changed(2, "l2", "acme/lib"),
      changed(3, "t2", "acme/tills"),
    ];
    const known = parents(["l2", "l1"], ["t2", "t1"]);
    const chain = [
      deployed("till", 0, "t1"),
      deployed("lib", 60, "l1", lib),
      deployed("lib-next", 120, "l2", lib),
      // The repository got another name: its commits are still those that follow.
      deployed("renamed", 180, "t2", { repository: "acme/tills" }),
    ];
    const { links } = matchService(chain, changes, known);
    expect(links.map(({ changeId, baseline }) => [changeId, baseline])).toEqual([
      [1, true],
      [2, false],
      [3, false],
    ]);
  });
});
