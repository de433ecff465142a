import { onBlueprintDeleted } from "@/server/actions/service/follow-deletion";
import { onKeyRenamed } from "@/server/actions/service/follow-rename";
import { onUpgradeRunEnded } from "@/server/actions/service/upgrade/many";
import {
  onApprovalAsked,
  onApprovalGiven,
  onRunChanged,
  onRunCreated,
  onRunOver,
} from "@/server/automations/service/follow-runs";
import { heardEvents } from "@/server/automations/service/heard";
import { onEntitiesChanged, onEntitiesRecomputed, onTimerExpired } from "@/server/automations/service/listen";
import { onEntityLogged } from "@/server/catalog/service/changelog";
import { onTeamChanged, onUserChanged } from "@/server/catalog/service/system/sync";
import { onEntityDeleted, onRunEnded } from "@/server/lifetimes/service/heard";
import { onRunDeployed } from "@/server/insights/service/runs";
import type { Context } from "@/server/kernel/context";
import type { Subscriptions } from "@/server/kernel/outbox";
import { checkAfterRun } from "@/server/runs/service/drift/checks";
import { onApprovalDecided } from "@/server/runs/service/decided";

/** Every "when X happens, Y reacts" between domains. */
export const subscriptions: Subscriptions = {
  "entity.created": [],
  "entity.updated": [],
  "entity.deleted": [onEntityDeleted],
  "entity.logged": [onEntityLogged],
  "entities.changed": [onEntitiesChanged],
  "entities.recomputed": [onEntitiesRecomputed],
  "timer.expired": [onTimerExpired],
  "blueprint.deleted": [onBlueprintDeleted],
  "blueprint.keyRenamed": [onKeyRenamed],
  "approval.requested": [onApprovalAsked],
  "approval.decided": [onApprovalDecided, onApprovalGiven],
  "run.created": [onRunCreated],
  "run.changed": [onRunChanged],
  "run.ended": [onUpgradeRunEnded, onRunEnded, checkAfterRun, onRunOver, onRunDeployed],
  "user.changed": [onUserChanged],
  "team.changed": [onTeamChanged],
};

/**
 * Who reacts at the moment: events that only automations would hear are unheard while there is none for them, so that they
 * cost next to nothing to those who have no automations.
 */
export async function subscriptionsNow(ctx: Context): Promise<Subscriptions> {
  const { entities, runs } = await heardEvents(ctx);
  return {
    ...subscriptions,
    ...(entities ? {} : { "entities.changed": [], "entities.recomputed": [] }),
    ...(runs ? {} : { "approval.requested": [], "run.created": [], "run.changed": [] }),
  };
}
