import { freeKey, keyFromTitle } from "@/components/definition-editor/keys";
import type { ImportedVariables } from "@/server/actions/core/payload/import-variables";
import type { ImportedWorkflow } from "@/server/actions/core/payload/import-workflow";
import type { ActionDraft } from "../action-draft";

/** A new action that asks for nothing and runs nothing yet. */
export const emptyAction: ActionDraft = {
  identifier: "",
  trigger: { type: "self-service", operation: "CREATE", userInputs: { properties: {} } },
  invocationMethod: { type: "TERRAFORM", template: "" },
};

/** A new automation that nothing sets off yet. */
export const emptyAutomation: ActionDraft = {
  identifier: "",
  trigger: { type: "automation", event: { type: "ENTITY_UPDATED", blueprintIdentifier: "" } },
  invocationMethod: { type: "WEBHOOK", url: "", method: "POST" },
};

interface Template {
  slug: string;
  title: string;
  description: string;
  blueprints: string[];
}

/** An action that runs a template, and asks for each variable that its module declares. */
export function fromTemplate(
  template: Template,
  imported: ImportedVariables,
  taken: readonly string[],
): ActionDraft {
  const { properties, required, variables } = imported;
  const [blueprint] = template.blueprints;
  const [first] = Object.keys(properties);
  return {
    identifier: freeKey(keyFromTitle(template.title), taken),
    title: template.title,
    description: template.description,
    trigger: {
      type: "self-service",
      operation: "CREATE",
      ...(blueprint !== undefined && { blueprintIdentifier: blueprint }),
      userInputs: {
        properties,
        ...(required.length > 0 && { required }),
        order: Object.keys(properties),
      },
    },
    invocationMethod: {
      type: "TERRAFORM",
      template: template.slug,
      variables,
      ...(first !== undefined && { mapping: { identifier: `{{ .inputs.${first} }}` } }),
    },
  };
}

/** An action that starts a GitHub workflow, and asks for each of its inputs. Where it stands is still to be said. */
export const fromWorkflow = ({ userInputs, workflowInputs }: ImportedWorkflow): ActionDraft => ({
  identifier: "",
  trigger: { type: "self-service", operation: "CREATE", userInputs },
  invocationMethod: { type: "GITHUB", org: "", repo: "", workflow: "", workflowInputs },
});

/** The same action once more, under a name of its own and not published. */
export function copyOf(action: ActionDraft, taken: readonly string[]): ActionDraft {
  const title = `${action.title ?? action.identifier} copy`;
  return { ...structuredClone(action), title, identifier: freeKey(keyFromTitle(title), taken) };
}
