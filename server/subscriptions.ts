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
import type { EventType } from "@/server/kernel/events";
import { type Subscriptions, where } from "@/server/kernel/outbox";
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
  "run.ended": [
    where(({ concerns }) => concerns?.workspace !== false, onUpgradeRunEnded),
    where(({ concerns }) => concerns?.target !== false, onRunEnded),
    where(({ concerns }) => concerns?.workspace !== false, checkAfterRun),
    onRunOver,
    where(({ concerns }) => concerns?.deployment !== false, onRunDeployed),
  ],
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
    ...(runs
      ? {}
      : silentAbout(["approval.requested", "approval.decided", "run.created", "run.changed", "run.ended"])),
  };
}

/** What only automations do about runs; each would look for automations that there are none of. */
const FOR_AUTOMATIONS: ReadonlySet<unknown> = new Set([
  onApprovalAsked,
  onApprovalGiven,
  onRunChanged,
  onRunCreated,
  onRunOver,
]);

const silentAbout = (types: readonly EventType[]): Partial<Subscriptions> =>
  Object.fromEntries(
    types.map((type) => [type, subscriptions[type].filter((react) => !FOR_AUTOMATIONS.has(react))]),
  );
