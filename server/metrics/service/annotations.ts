import { audit } from "@/server/audit/service";
import { actorId, actorName, type Context, isAdmin } from "@/server/kernel/context";
import { databaseNow } from "@/server/kernel/clock";
import { Invalid, NotFound } from "@/server/kernel/errors";
import { checkPermission } from "@/server/kernel/permissions";
import { transaction } from "@/server/kernel/transaction";
import { resolveRange } from "../core/range";
import { dateOf, dayNamed, dayOf, startOfDay } from "../core/zone";
import type { Annotation, SpanAsk, NoteInput } from "../schema";
import * as store from "../store/annotations";
import { figureSettings, teamsBelow } from "../store/scope";
import { scopeOf, servicesFor } from "./scope";

/** More of them on one chart say nothing. */
const MOST = 60;

/**
 * What happened in a range that may explain a course: releases of templates, incidents of high severity, teams that came onto the
 * platform, and what administrators noted. In order of time, at most the latest 60. Incidents of services that the actor may not
 * read are left out. Throws NotFound for a team or service that there is not, Invalid for a range that cannot be read.
 */
export async function metricAnnotations(
  ctx: Context,
  ask: SpanAsk,
): Promise<{ annotations: Annotation[]; more: boolean; canNote: boolean }> {
  checkPermission(ctx.actor, "insights.read");
  const [{ timeZone, serviceBlueprint }, asOf] = await Promise.all([
    figureSettings(ctx.db),
    databaseNow(ctx.db),
  ]);
  const scope = await scopeOf(ctx, ask.scope, serviceBlueprint);
  const { window } = resolveRange(ask.range, timeZone, asOf);
  // A course goes on until now where its range ends with the last whole period.
  const shown = { from: window.from, to: "last" in ask.range ? asOf : window.to };
  const [incidents, releases, onboarded, notes] = await Promise.all([
    store.severeIncidents(ctx.db, shown, scope, MOST),
    store.templateReleases(ctx.db, shown, timeZone),
    scope.service === null ? store.onboardings(ctx.db, shown, scope) : [],
    store.notesIn(ctx.db, shown, scope.service === null ? scope : { teams: [], service: null }),
  ]);
  const services = [...new Set(incidents.flatMap(({ service }) => service ?? []))];
  const { hidden, titles } = await servicesFor(ctx, serviceBlueprint, services);
  const all = [
    ...incidents
      .filter(({ service }) => service === null || !hidden.has(service))
      .map(({ id, at, title, service, severity }) => ({
        id: `incident ${id}`,
        at,
        kind: "incident" as const,
        label: `${incidentName(title, service && (titles.get(service) ?? service))} (${severity})`,
      })),
    ...releases.map(({ at, versions }) => ({
      id: `release ${at}`,
      at,
      kind: "release" as const,
      label:
        versions.length > 2
          ? `${versions.length} template versions, among them ${versions[0]}`
          : `Template ${versions.join(" and ")}`,
    })),
    ...onboarded.map(({ team, title, at }) => ({
      id: `adoption ${team}`,
      at,
      kind: "adoption" as const,
      label: `${title} came onto the platform`,
    })),
    ...notes.map(({ id, at, label, team, createdByName }) => ({
      id: `note ${id}`,
      at: at.toISOString(),
      kind: "note" as const,
      label,
      note: { id, team, by: createdByName },
    })),
  ]
    .sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : 1))
    .map((one): Annotation => ({ ...one, day: dateOf(dayOf(new Date(one.at), timeZone)) }));
  return { annotations: all.slice(-MOST), more: all.length > MOST, canNote: isAdmin(ctx.actor) };
}

/** What broke, and where, unless the title of the incident says so already. */
function incidentName(title: string | null, service: string | null): string {
  if (title === null || service === null) return title ?? (service ? `Incident, ${service}` : "Incident");
  return title.toLowerCase().includes(service.toLowerCase()) ? title : `${title}, ${service}`;
}

/**
 * Notes what happened at a day or instant, of a team or of the organisation. Administrators only. Throws Invalid for an instant
 * that cannot be read or has not come, NotFound for a team that nobody knows.
 */
export async function addNote(ctx: Context, input: NoteInput): Promise<{ id: string }> {
  checkPermission(ctx.actor, "insights.manage");
  return transaction(ctx, async (tx) => {
    const { timeZone } = await figureSettings(tx.db);
    const day = dayNamed(input.at);
    const at = day === null ? new Date(input.at) : startOfDay(day, timeZone);
    if (at > (await databaseNow(tx.db)))
      throw Invalid.at(["at"], "That has not happened yet. Note it at a day that has begun.");
    if (input.team !== null && !(await teamsBelow(tx.db, input.team)).length)
      throw new NotFound("Team", input.team);
    const note = await store.insertNote(tx.db, {
      at,
      label: input.label,
      team: input.team,
      createdBy: actorId(ctx.actor),
      createdByName: actorName(ctx.actor),
    });
    await audit(tx, {
      action: "CREATE",
      resourceType: "insight_note",
      resourceId: note.id,
      diff: { after: { at: at.toISOString(), label: input.label, team: input.team } },
    });
    return { id: note.id };
  });
}

/** Takes a note away. Administrators only. Throws NotFound. */
export async function removeNote(ctx: Context, id: string): Promise<void> {
  checkPermission(ctx.actor, "insights.manage");
  await transaction(ctx, async (tx) => {
    const note = await store.deleteNote(tx.db, id);
    if (!note) throw new NotFound("Note", id);
    await audit(tx, {
      action: "DELETE",
      resourceType: "insight_note",
      resourceId: id,
      diff: { before: { at: note.at.toISOString(), label: note.label, team: note.team } },
    });
  });
}
