import type { Invocation } from "@/server/pipelines/schema";
import type { PropertyDefinitions } from "@/server/properties/schema";

export type Operation = "CREATE" | "DAY-2" | "DELETE";

export interface UserInputs {
  properties: PropertyDefinitions;
  required?: string[];
  order?: string[];
  [key: string]: unknown;
}

/** A self-service action in the published format. */
export interface ActionDefinition {
  identifier: string;
  title?: string;
  icon?: string;
  description?: string;
  trigger: {
    type: "self-service";
    operation: Operation;
    blueprintIdentifier?: string;
    userInputs: UserInputs;
    [key: string]: unknown;
  };
  invocationMethod: Invocation;
  requiredApproval?: boolean | { type: "ANY" | "ALL" };
  publish?: boolean;
  [key: string]: unknown;
}

/** Who may run an action and who approves it, in the published format; `teamLeads` is ours. */
export interface ActionPermissions {
  execute: { roles: string[]; users: string[]; teams: string[]; ownedByTeam: boolean };
  approve: { roles: string[]; users: string[]; teams: string[]; teamLeads: boolean };
}
