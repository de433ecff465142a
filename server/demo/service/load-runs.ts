import { gzip } from "node:zlib";
import { promisify } from "node:util";
import { actorId, actorName, type Context } from "@/server/kernel/context";
import { sha256 } from "@/server/kernel/secrets";
import { transaction } from "@/server/kernel/transaction";
import type { ActionSnapshot } from "@/server/runs/schema";
import { type DemoAction, type DemoRun, platformUse } from "../core/runs";
import { uuidOf } from "../core/shas";
import { RELEASES, TEMPLATE } from "../core/template";
import { ORGANISATION } from "../core/teams";
import { type DemoUpgrade, upgrades } from "../core/upgrades";
import { type HistoricRun, writeRuns, writeUpgrade, writeVersions } from "../store/runs";
import { noteItems } from "../store/scenario";
import { writeFeedback, writeForms } from "../store/signals";
import type { Stage } from "./steps";

const pack = promisify(gzip);
const LABEL = "Demo data";
const SUMMARY = `This run is made up: it belongs to the demo organisation ${ORGANISATION}. Nobody asked for it, and nothing was carried out.`;
const MODULE = "# Demo data: a module that makes nothing.\nterraform {}\n";

/** What people of the demo asked the platform for, as history: runs that are over and that nothing has ever carried out. */
export async function loadRuns(ctx: Context, { calendar, done }: Stage): Promise<void> {
  const { runs, forms } = platformUse(calendar);
  const all = upgrades(calendar);
  const versions = await Promise.all(
    RELEASES.map(async ({ version, on, deprecated, note }, n) => ({
      slug: TEMPLATE,
      version,
      sha256: sha256(`${MODULE}${version}`),
      manifest: {
        slug: TEMPLATE,
        version,
        title: `${ORGANISATION} service`,
        description: `${LABEL}. ${note}`,
      },
      docs: `${LABEL}: the template that the services of ${ORGANISATION} stand on. ${note}\n`,
      files: await pack(JSON.stringify({ "main.tf": Buffer.from(MODULE).toString("base64") })),
      firstSeenAt: new Date(calendar.at(on, 600)),
      // Merged some days before, by the pipeline's word.
      mergedAt: new Date(calendar.at(on - 1 - (n % 3), 900)),
      mergedFrom: "told" as const,
      status: deprecated ? ("deprecated" as const) : ("active" as const),
      deprecatedAt: deprecated ? new Date(calendar.at(RELEASES[1]!.on, 600)) : null,
      recommended: n === RELEASES.length - 1,
      note,
    })),
  );
  await transaction(ctx, async (tx) => {
    await writeVersions(tx.db, versions);
    await noteItems(
      tx.db,
      "version",
      versions.map(({ version }) => version),
    );
    const historic = [...runs.map(runOf), ...all.flatMap(upgradeRuns)];
    await writeRuns(tx.db, historic);
    await noteItems(
      tx.db,
      "run",
      historic.map(({ id }) => id),
    );
    for (const upgrade of all) {
      const { id, toVersion, createdAt, endedAt, items } = upgrade;
      await writeUpgrade(
        tx.db,
        {
          id,
          slug: TEMPLATE,
          toVersion,
          status: "done",
          stopOnFailure: false,
          reason: LABEL,
          requestedBy: actorId(tx.actor),
          requestedByName: actorName(tx.actor),
          createdAt: new Date(createdAt),
          endedAt: new Date(endedAt),
        },
        items.map(({ workspaceId, service, fromVersion, runId }, position) => ({
          upgradeId: id,
          position,
          workspaceId,
          name: `service/${service}`,
          fromVersion,
          status: "succeeded" as const,
          runId,
        })),
      );
    }
    await noteItems(
      tx.db,
      "upgrade",
      all.map(({ id }) => id),
    );
    await writeForms(tx.db, forms);
    await noteItems(
      tx.db,
      "form",
      forms.map(({ id }) => id),
    );
    await writeFeedback(
      tx.db,
      runs.flatMap(({ id, email, action, helpful, endedAt }) =>
        helpful === null ? [] : [{ runId: id, email, action: action.identifier, helpful, at: endedAt }],
      ),
    );
    await done(tx.db);
  });
}

const snapshotOf = (
  { identifier, title, operation }: Pick<DemoAction, "identifier" | "title" | "operation">,
  upgrade?: { from: string; to: string },
): ActionSnapshot => ({
  id: uuidOf(`action:${identifier}`),
  identifier,
  title,
  icon: null,
  revision: 1,
  operation,
  invocation: { type: "MANUAL", instructions: SUMMARY },
  requiredApproval: false,
  userInputs: {},
  allowAnyoneToViewRuns: true,
  ...(upgrade ? { upgrade } : {}),
});

const runOf = ({ action, helped: _helped, helpful: _helpful, failure, ...run }: DemoRun): HistoricRun => ({
  ...run,
  statusLabel: LABEL,
  summary: SUMMARY,
  failure: failure && { ...failure, diagnostics: [] },
  action: snapshotOf(action),
});

const upgradeRuns = ({ toVersion, items }: DemoUpgrade): HistoricRun[] =>
  items.map(({ runId, team, email, fromVersion, startedAt, endedAt }) => ({
    id: runId,
    status: "succeeded",
    statusLabel: LABEL,
    summary: SUMMARY,
    failure: null,
    action: snapshotOf(
      { identifier: "upgrade-service", title: "Upgrade a service", operation: "DAY-2" },
      { from: fromVersion, to: toVersion },
    ),
    team,
    email,
    rerunOf: null,
    createdAt: startedAt,
    startedAt,
    endedAt,
  }));
