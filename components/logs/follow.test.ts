import { describe, expect, test } from "vitest";
import { follow, initialFollow } from "./follow";
import type { FollowEvent } from "./follow";

const play = (live: boolean, ...events: FollowEvent[]) => events.reduce(follow, initialFollow(live));

describe("follow", () => {
  test("a live log follows; a finished one does not", () => {
    expect(initialFollow(true).following).toBe(true);
    expect(initialFollow(false).following).toBe(false);
  });
  test("scrolling up stops it and counts what comes", () => {
    const state = play(
      true,
      { type: "scrolled", delta: -40, gap: 300 },
      { type: "appended", count: 3 },
      { type: "appended", count: 4 },
    );
    expect(state).toEqual({ following: false, unseen: 7 });
  });
  test("a gap that opens without moving up is not the reader's doing", () => {
    expect(
      play(
        true,
        { type: "appended", count: 50 },
        { type: "scrolled", delta: 0, gap: 900 },
        { type: "scrolled", delta: 120, gap: 700 },
      ).following,
    ).toBe(true);
  });
  test("reaching the end, or the button, follows again", () => {
    const stopped = play(true, { type: "scrolled", delta: -40, gap: 300 }, { type: "appended", count: 3 });
    expect(follow(stopped, { type: "scrolled", delta: 280, gap: 10 })).toEqual({
      following: true,
      unseen: 0,
    });
    expect(follow(stopped, { type: "jumped" })).toEqual({ following: true, unseen: 0 });
  });
  test("a permalink or a match holds the view", () => {
    expect(play(true, { type: "located" }, { type: "appended", count: 2 })).toEqual({
      following: false,
      unseen: 2,
    });
  });
  test("nothing new is nothing to render", () => {
    const state = initialFollow(true);
    expect(follow(state, { type: "scrolled", delta: 0, gap: 0 })).toBe(state);
    expect(follow(state, { type: "appended", count: 5 })).toBe(state);
  });
});
