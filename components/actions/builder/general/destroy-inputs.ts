/** An input of the action that destroys, as far as a fixed value for it is typed. */
export interface DestroyInput {
  key: string;
  label: string;
  type: string;
  choices: string[];
  /** It has no default, and nobody is there to give it. */
  required: boolean;
}

const asObject = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? (value as Record<string, unknown>)
    : {};

/** What the destroying action asks for; its encrypted inputs are left out, since nothing secret belongs into a definition. */
export function destroyInputs(userInputs: unknown): DestroyInput[] {
  const { properties, required } = asObject(userInputs);
  const must = Array.isArray(required) ? required : [];
  return Object.entries(asObject(properties)).flatMap(([key, input]): DestroyInput[] => {
    const { title, type, enum: choices, default: usual, encryption } = asObject(input);
    if (encryption !== undefined) return [];
    return [
      {
        key,
        label: typeof title === "string" && title !== "" ? title : key,
        type: typeof type === "string" ? type : "string",
        choices: Array.isArray(choices) ? choices.filter((one) => typeof one === "string") : [],
        required: must.includes(key) && usual === undefined,
      },
    ];
  });
}

/** What is typed, as the definition keeps it: numbers, lists and objects as JSON; what is none yet stays text, for the check to refuse. */
export function typedValue({ type }: Pick<DestroyInput, "type">, text: string): unknown {
  if (text === "") return undefined;
  if (type === "string") return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    // On the way to a value: what is typed counts.
    return text;
  }
}
