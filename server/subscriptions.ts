import { onBlueprintDeleted } from "@/server/actions/service/follow-deletion";
import { onKeyRenamed } from "@/server/actions/service/follow-rename";
import { onUpgradeRunEnded } from "@/server/actions/service/upgrade/many";
import { onEntitiesChanged, onEntitiesRecomputed, onTimerExpired } from "@/server/automations/service/listen";
import { onEntityLogged } from "@/server/catalog/service/changelog";
import { onTeamChanged, onUserChanged } from "@/server/catalog/service/system/sync";
import { onEntityDeleted, onRunEnded } from "@/server/lifetimes/service/heard";
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
  "approval.requested": [],
  "approval.decided": [onApprovalDecided],
  "run.ended": [onUpgradeRunEnded, onRunEnded, checkAfterRun],
  "user.changed": [onUserChanged],
  "team.changed": [onTeamChanged],
};
