/** Values of a condition that a form gives: another input, the person, the entity, or jq over all of them. */
export interface DynamicValues {
  /** Inputs to take a value from. */
  inputs: readonly DynamicInput[];
  /** Keys of the entity that the action is run on; none for one that creates. */
  entity: readonly { value: string; label: string }[];
}

export interface DynamicInput {
  key: string;
  title: string;
  /** Whether its value is an entity, so that the identifier has to be taken out of it; and whether it is a list of them. */
  holds: "value" | "entity" | "entities";
}
