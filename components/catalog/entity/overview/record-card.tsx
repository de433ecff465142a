import Link from "next/link";
import { PersonName } from "@/components/properties/reference-names";
import { SectionCard } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { RelativeTime } from "@/components/ui/relative-time";
import type { EntityRecord } from "@/server/catalog/schema";

/** Who made an entity and changed it last, and when. */
export function EntityRecordCard({ entity }: { entity: EntityRecord }) {
  return (
    <SectionCard title="Record">
      <DescriptionList
        items={[
          { term: "Created", value: <RelativeTime value={entity.createdAt} /> },
          { term: "By", value: <PersonName email={entity.createdBy} /> },
          { term: "Updated", value: <RelativeTime value={entity.updatedAt} /> },
          { term: "By", key: "updated-by", value: <PersonName email={entity.updatedBy} /> },
          { term: "Revision", value: <span className="tabular">{entity.revision}</span> },
          ...(entity.runId
            ? [
                {
                  term: "Made by run",
                  value: (
                    <Link
                      href={`/runs/${encodeURIComponent(entity.runId)}`}
                      className="text-primary-text font-mono text-xs underline-offset-2 hover:underline"
                    >
                      {entity.runId}
                    </Link>
                  ),
                },
              ]
            : []),
        ]}
      />
    </SectionCard>
  );
}
