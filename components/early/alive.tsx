"use client";

import { useEffect } from "react";

/** Tells the early script that the page's root reacts now. */
export function Alive() {
  useEffect(() => window.waymarkEarly?.live(), []);
  return null;
}
