/** What a service is in the demo. */
export const SERVICE_BLUEPRINT = {
  identifier: "service",
  title: "Service",
  description: "Something that runs and that a team answers for.",
  icon: "Microservice",
  schema: {
    properties: {
      language: {
        type: "string" as const,
        title: "Language",
        enum: ["TypeScript", "Go", "Kotlin", "Python"],
        enumColors: {
          TypeScript: "blue" as const,
          Go: "turquoise" as const,
          Kotlin: "purple" as const,
          Python: "yellow" as const,
        },
      },
      tier: {
        type: "string" as const,
        title: "Tier",
        description: "1 is what customers notice within a minute.",
        enum: ["1", "2", "3"],
        enumColors: { "1": "red" as const, "2": "orange" as const, "3": "lightGray" as const },
      },
      repository: { type: "string" as const, format: "url", title: "Repository" },
      on_call: { type: "string" as const, format: "email", title: "On call" },
      readme: { type: "string" as const, format: "markdown", title: "Readme" },
    },
    required: ["language"],
  },
  relations: {
    depends_on: { title: "Depends on", target: "service", required: false, many: true },
  },
  calculationProperties: {
    clone: {
      title: "Clone",
      description: "To get the code.",
      type: "string" as const,
      calculation: '"git clone " + .properties.repository',
    },
  },
  ownership: { type: "Direct" as const },
};
