import type { TimelineEvent } from "./timeline";

interface GoneEntity {
  input: string;
  blueprint: string;
  identifier: string;
}

/** Which entities the run was asked for with that there were no more when it rendered its values; each once. */
export function goneEntities(events: TimelineEvent[]): GoneEntity[] {
  const all = events.flatMap((event) =>
    event.type === "entities_gone" && Array.isArray(event.data.entities)
      ? (event.data.entities as GoneEntity[])
      : [],
  );
  return [...new Map(all.map((one) => [`${one.input} ${one.blueprint} ${one.identifier}`, one])).values()];
}

/** Says that the run went on without them. Nothing when all were there. */
export function GoneEntities({ events }: { events: TimelineEvent[] }) {
  const gone = goneEntities(events);
  if (gone.length === 0) return null;
  return (
    <p
      role="note"
      className="border-warning-border bg-warning-subtle rounded-lg border px-4 py-3 text-pretty"
    >
      {gone.map(({ blueprint, identifier }) => `${blueprint} “${identifier}”`).join(", ")}{" "}
      {gone.length === 1 ? "was" : "were"} deleted after this was requested. The run goes on without a value
      there.
    </p>
  );
}
