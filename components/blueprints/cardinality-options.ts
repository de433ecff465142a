/** To how many entities a relation leads, as a choice. */
export const cardinalityOptions = [
  { value: "one" as const, label: "One entity", description: "A deployment has one environment." },
  { value: "many" as const, label: "Many entities", description: "A service depends on many services." },
];
