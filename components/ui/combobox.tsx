"use client";

import dynamic from "next/dynamic";
import type { ComboboxProps, MultiComboboxProps } from "./combobox-control";
import { cn } from "./cn";
import { inputClasses } from "./input";

const load = () => import("./combobox-control");
// A quarter of the budget of a page's first load: the frame stands at once, the control follows.
const Control = dynamic(() => load().then((module) => module.ComboboxControl), {
  ssr: false,
  loading: Frame,
});
const MultiControl = dynamic(() => load().then((module) => module.MultiComboboxControl), {
  ssr: false,
  loading: Frame,
});

function Frame() {
  return <div aria-hidden className={cn(inputClasses, "h-8")} />;
}

/** One of many, found by typing; from a list or from the server. */
export function Combobox(props: ComboboxProps) {
  return <Control {...props} />;
}

/** Several of many, found by typing, shown as removable chips. */
export function MultiCombobox(props: MultiComboboxProps) {
  return <MultiControl {...props} />;
}
