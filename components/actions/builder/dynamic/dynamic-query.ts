import type { DynamicOption, DynamicValues } from "@/components/query/dynamic-values";
import { subjectName } from "./subjects";
import type { Subject } from "./subjects";

/** A subject as the value of a condition on entities: as it is, or as the list that an operator with several takes. */
function optionOf(subject: Subject): DynamicOption {
  const { id, shape, input } = subject;
  const common = { label: subjectName(subject), ...(input !== undefined && { input }) };
  if (shape === "entities") {
    const identifiers = `[${id}[]?.identifier]`;
    return { ...common, one: identifiers, many: identifiers };
  }
  return shape === "list" ? { ...common, one: id, many: id } : { ...common, one: id, many: `[${id}]` };
}

/** What the form gives to the conditions of a picker. */
export function dynamicValues(
  subjects: readonly Subject[],
  onUse?: (option: DynamicOption) => void,
): DynamicValues {
  const from = (holds: (subject: Subject) => boolean) => subjects.filter(holds).map(optionOf);
  return {
    sources: [
      { id: "input", label: "another input", options: from(({ input }) => input !== undefined) },
      { id: "entity", label: "the entity", options: from(({ path }) => path[0] === "entity") },
      { id: "user", label: "the person", options: from(({ path }) => path[0] === "user") },
    ],
    ...(onUse && { onUse }),
  };
}
