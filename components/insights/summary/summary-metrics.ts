/** The four dimensions of the summary, each by few metrics. */
export const DIMENSIONS = [
  { title: "Speed", metrics: ["deployment-frequency", "change-lead-time"] },
  { title: "Effectiveness", metrics: ["developer-experience-score", "self-service-success-rate"] },
  { title: "Quality", metrics: ["change-fail-rate", "failed-deployment-recovery-time"] },
  { title: "Impact", metrics: ["time-on-new-capabilities", "operational-efficiency"] },
] as const;

export const ADOPTION = [
  "platform-adoption",
  "golden-path-usage",
  "portal-reach",
  "time-to-first-deployment",
] as const;

/** Beside them what is open. */
export const OPEN = ["open-failed-deployments", "findings-fixed-in-time"] as const;

export const SUMMARY_METRICS: string[] = [
  ...DIMENSIONS.flatMap(({ metrics }) => [...metrics]),
  ...ADOPTION,
  ...OPEN,
];
