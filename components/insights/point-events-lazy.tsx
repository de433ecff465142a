"use client";

import dynamic from "next/dynamic";
import { useState } from "react";
import type { MetricScope, MetricValue } from "@/server/metrics/schema";
import { usePoint } from "./use-point";

const Sheet = dynamic(() => import("./point-events").then((module) => module.PointEvents), { ssr: false });

/** The events behind a point: fetched when one is first looked into, and kept from then on, so that it can close as it opened. */
export function PointEvents(props: { values: readonly MetricValue[]; scope: MetricScope }) {
  const { point } = usePoint();
  const [asked, setAsked] = useState(false);
  if (point && !asked) setAsked(true);
  return asked ? <Sheet {...props} /> : null;
}
