import { isRunnable } from "@/server/pipelines/schema";
import type { ActionDefinition } from "../action-types";

/** Why an action has no form that could be sent. */
export type Obstacle = "automation" | "backend" | "unpublished";

/** What stands in the way of running an action from a form; null when nothing does. */
export function obstacleOf(action: ActionDefinition): Obstacle | null {
  if (action.trigger.type === "automation") return "automation";
  if (!isRunnable(action.invocationMethod)) return "backend";
  return action.publish === false ? "unpublished" : null;
}
