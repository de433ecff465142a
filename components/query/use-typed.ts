"use client";

import { useState } from "react";

const same = (a: unknown, b: unknown): boolean => a === b || JSON.stringify(a) === JSON.stringify(b);

/**
 * What a person types beside the value that it stands for, so that "1." survives on the way to "1.5". A value that changes
 * from outside replaces the text; the echo of one's own typing does not, however late it comes.
 */
export function useTyped<Text>(
  value: unknown,
  toText: (value: unknown) => Text,
  /** What stands there at first, where that is not what the value says. */
  initial?: Text,
): [Text, (text: Text, value: unknown) => void] {
  // `sent` is what was told to the outside; `seen` is what the outside said before that was heard.
  const [typed, setTyped] = useState(() => ({ text: initial ?? toText(value), sent: value, seen: value }));
  let shown = typed;
  if (same(value, typed.sent)) {
    if (!same(typed.seen, value)) setTyped((shown = { ...typed, seen: value }));
  } else if (!same(value, typed.seen)) setTyped((shown = { text: toText(value), sent: value, seen: value }));
  return [shown.text, (text, sent) => setTyped({ text, sent, seen: value })];
}
