import type { Attribution } from "../schema";

export interface Incident {
  id: number;
  source: string;
  startedAt: Date;
  deploymentExternalId: string | null;
  deploymentSource: string | null;
}

/** A deployment by the names that its sender has for it; `id` is the one that counts, where it repeats another. */
export interface Named {
  id: number;
  source: string;
  externalId: string;
}

/** A counted production deployment of the incident's service. */
export interface Candidate {
  id: number;
  finishedAt: Date;
  label: string;
}

export interface Attributed {
  id: number;
  deploymentId: number | null;
  attribution: Attribution;
  attributionWhy: string;
}

/**
 * Says which deployment caused an incident: the one that it names; else the last one of its service within the window before
 * it began; else none. One that names a deployment which nobody has told of yet is put down to none until it is.
 * `candidates` are in order of time.
 */
export function attribute(
  incident: Incident,
  named: readonly Named[],
  candidates: readonly Candidate[],
  windowHours: number,
): Attributed {
  const { id, deploymentExternalId: name, startedAt } = incident;
  if (name !== null) {
    const of = named.filter(({ externalId }) => externalId === name);
    const from = (source: string) => of.filter((one) => one.source === source);
    const fitting =
      incident.deploymentSource !== null
        ? from(incident.deploymentSource)
        : from(incident.source).length > 0
          ? from(incident.source)
          : of;
    const [found] = fitting;
    if (found && new Set(fitting.map((one) => one.id)).size === 1)
      return { id, deploymentId: found.id, attribution: "explicit", attributionWhy: `It names ${name}.` };
    const attributionWhy = found
      ? `It names ${name}, and several senders have a deployment of that name. Say which with deploymentSource.`
      : `It names ${name}, of which nobody has told yet.`;
    return { id, deploymentId: null, attribution: "none", attributionWhy };
  }
  const at = startedAt.getTime();
  const last = candidates.findLast(({ finishedAt }) => finishedAt.getTime() <= at);
  if (!last)
    return {
      id,
      deploymentId: null,
      attribution: "none",
      attributionWhy: "Its service had no deployment before it.",
    };
  const minutes = Math.round((at - last.finishedAt.getTime()) / 60_000);
  const ago = minutes < 120 ? `${minutes} minutes` : `${Math.round(minutes / 60)} hours`;
  return at - last.finishedAt.getTime() <= windowHours * 3_600_000
    ? {
        id,
        deploymentId: last.id,
        attribution: "auto",
        attributionWhy: `It began ${ago} after ${last.label}, the last deployment of its service.`,
      }
    : {
        id,
        deploymentId: null,
        attribution: "none",
        attributionWhy: `The last deployment of its service, ${last.label}, was ${ago} before it, longer than ${windowHours} hours.`,
      };
}
