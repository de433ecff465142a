"use client";

import { useState } from "react";

/**
 * What a person types beside the value that it stands for, so that "1." survives on the way to "1.5". A value that changes
 * from outside replaces the text; the echo of one's own typing does not.
 */
export function useTyped<Text>(
  value: unknown,
  toText: (value: unknown) => Text,
): [Text, (text: Text, value: unknown) => void] {
  const [typed, setTyped] = useState(() => ({ text: toText(value), value }));
  const isOurs = typed.value === value || JSON.stringify(typed.value) === JSON.stringify(value);
  const shown = isOurs ? typed : { text: toText(value), value };
  if (!isOurs) setTyped(shown);
  return [shown.text, (text, next) => setTyped({ text, value: next })];
}
