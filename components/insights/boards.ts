/** Metrics that are read together, by their ids. */
export interface BoardSection {
  title: string;
  description: string;
  metrics: readonly string[];
}

export interface Board {
  id: string;
  title: string;
  description: string;
  sections: readonly BoardSection[];
  /** A second set of sections, where people may choose. */
  alternative?: { label: string; sections: readonly BoardSection[] };
  /** Name of the first set, where there are two. */
  label?: string;
}

/** The pages of insights that consist of metrics. */
export const BOARDS: readonly Board[] = [
  {
    id: "core4",
    title: "DX Core 4",
    description:
      "Speed, effectiveness, quality and impact side by side: none of them counts without the others.",
    label: "DX key metrics",
    sections: [
      {
        title: "Speed",
        description: "How fast changes are made and reach production.",
        metrics: ["diffs-per-engineer", "change-lead-time", "deployment-frequency"],
      },
      {
        title: "Effectiveness",
        description: "How well developers say they can work, and how soon newcomers can.",
        metrics: ["developer-experience-score", "onboarding-time"],
      },
      {
        title: "Quality",
        description: "How often a deployment fails, and how long it takes to recover.",
        metrics: ["change-fail-rate", "failed-deployment-recovery-time", "incident-restore-time"],
      },
      {
        title: "Impact",
        description: "How much of the time goes into what is new.",
        metrics: ["time-on-new-capabilities"],
      },
    ],
    alternative: {
      label: "Platform set",
      sections: [
        {
          title: "Speed",
          description: "How often and how fast changes reach production.",
          metrics: ["deployment-frequency", "change-lead-time"],
        },
        {
          title: "Effectiveness",
          description: "Whether the portal does what people come for, and how soon.",
          metrics: ["self-service-success-rate", "time-to-first-deployment"],
        },
        {
          title: "Quality",
          description: "Failed deployments and open findings.",
          metrics: ["change-fail-rate", "security-posture"],
        },
        {
          title: "Business impact",
          description: "What is saved, in money and in work.",
          metrics: ["cost-optimisation", "operational-efficiency"],
        },
      ],
    },
  },
  {
    id: "delivery",
    title: "Delivery",
    description: "The five metrics of DORA, for each application and team; not a goal in themselves.",
    sections: [
      {
        title: "Throughput",
        description: "How much gets through, and how fast things recover.",
        metrics: ["deployment-frequency", "change-lead-time", "failed-deployment-recovery-time"],
      },
      {
        title: "Instability",
        description: "How much of it goes wrong or has to be done again.",
        metrics: ["change-fail-rate", "deployment-rework-rate"],
      },
      {
        title: "Under way",
        description: "What has not reached production, and what has not recovered.",
        metrics: ["changes-waiting", "open-failed-deployments"],
      },
    ],
  },
  {
    id: "adoption",
    title: "Adoption",
    description: "Whether teams choose the platform, and whether it serves them.",
    sections: [
      {
        title: "Who is on it",
        description: "Teams and people who use it, of those who could.",
        metrics: ["platform-adoption", "portal-reach", "golden-path-usage"],
      },
      {
        title: "Whether it works",
        description: "Runs that end well without help, and how soon a first deployment comes.",
        metrics: [
          "self-service-success-rate",
          "time-to-first-deployment",
          "platform-nps",
          "support-ticket-volume",
        ],
      },
      {
        title: "What it spares",
        description: "Work that nobody has to do by hand.",
        metrics: [
          "operational-efficiency",
          "hours-saved",
          "toil-hours",
          "tool-fragmentation",
          "velocity-impact",
          "lead-time-impact",
        ],
      },
    ],
  },
  {
    id: "security",
    title: "Security and reliability",
    description: "Open findings, how fast they are fixed, and whether the platform is up.",
    sections: [
      {
        title: "Findings",
        description: "What scanners found, once for each thing found.",
        metrics: ["security-posture", "findings-fixed-in-time"],
      },
      {
        title: "Platform",
        description: "Minutes in which its critical components worked.",
        metrics: [
          "platform-uptime",
          "template-update-velocity",
          "template-releases",
          "template-adoption-lag",
          "deflection",
          "documentation-coverage",
        ],
      },
    ],
  },
];

export const boardOf = (id: string): Board | null => BOARDS.find((board) => board.id === id) ?? null;

/** Every metric of a board once, in the order in which it is read. */
export const metricsOf = (sections: readonly BoardSection[]): string[] => [
  ...new Set(sections.flatMap(({ metrics }) => metrics)),
];
