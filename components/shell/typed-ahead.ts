import type { KeyPress } from "./shortcuts";

/** Milliseconds after which a palette that did not come no longer takes keys. */
export const AHEAD_MS = 15_000;

export interface TypedAhead {
  /** The palette was called: what is typed from now on is meant for it. */
  begin: (at: number) => void;
  /** Takes a key that was meant for the palette. False when nobody called for it, or the key is no text. */
  press: (press: KeyPress) => boolean;
  /** The palette is there, and has what was typed. */
  take: () => string;
}

/** What is typed between calling the palette and its being there: its code may still be on its way. */
export function createTypedAhead(): TypedAhead {
  let text: string | null = null;
  let until = 0;
  return {
    begin: (at) => {
      text ??= "";
      until = at + AHEAD_MS;
    },
    press: ({ key, meta, ctrl, alt, at, captured }) => {
      if (text !== null && at > until) text = null;
      if (text === null || captured || meta || ctrl || alt) return false;
      if (key === "Backspace") text = text.slice(0, -1);
      else if (key.length === 1) text += key;
      else return false;
      return true;
    },
    take: () => {
      const taken = text ?? "";
      text = null;
      return taken;
    },
  };
}

/** The one of this page: there is one palette. */
export const typedAhead = createTypedAhead();
