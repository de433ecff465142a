import type { BoardSection } from "../boards";

/** What the page of a team says of it by metrics; every one of them is computed by team. */
export const TEAM_SECTIONS: readonly BoardSection[] = [
  {
    title: "DX Core 4",
    description:
      "Speed, effectiveness, quality and impact. Where at least five other teams have enough data, a bar shows the middle half of them.",
    metrics: [
      "deployment-frequency",
      "change-lead-time",
      "diffs-per-engineer",
      "developer-experience-score",
      "change-fail-rate",
      "failed-deployment-recovery-time",
      "time-on-new-capabilities",
    ],
  },
  {
    title: "Delivery and quality",
    description: "What is under way, what had to be done again, and what is open.",
    metrics: [
      "changes-waiting",
      "deployment-rework-rate",
      "open-failed-deployments",
      "incident-restore-time",
      "security-posture",
      "findings-fixed-in-time",
    ],
  },
  {
    title: "With the platform",
    description: "Whether it serves the team.",
    metrics: [
      "golden-path-usage",
      "self-service-success-rate",
      "time-to-first-deployment",
      "support-ticket-volume",
      "toil-hours",
      "platform-nps",
    ],
  },
];
