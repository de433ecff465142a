"use client";

import { CodeBlock } from "@/components/code/code-block";
import { PersonName } from "@/components/properties/reference-names";
import { DescriptionList } from "@/components/ui/description-list";
import { formatCount } from "@/components/ui/format";
import { RelativeTime } from "@/components/ui/relative-time";
import { Sheet, SheetContent } from "@/components/ui/sheet";
import { StatusBadge } from "@/components/ui/status-badge";
import type { MigrationRecord } from "@/server/catalog/core/migration";

/** One migration: how far it is, what failed and why, and its mapping. */
export function MigrationSheet({
  migration,
  title,
  onClose,
}: {
  migration: MigrationRecord;
  title: string;
  onClose: () => void;
}) {
  return (
    <Sheet open onOpenChange={(open) => !open && onClose()}>
      <SheetContent size="lg" title={title} description={`Migration ${migration.id}`}>
        <div className="grid gap-5">
          <DescriptionList
            items={[
              { term: "State", value: <StatusBadge variant="plain" status={migration.status} /> },
              { term: "Reason", value: migration.message },
              { term: "Entities of the source", value: formatCount(migration.total) },
              { term: "Succeeded", value: formatCount(migration.successCount) },
              { term: "Failed", value: formatCount(migration.failureCount) },
              { term: "Started by", value: <PersonName email={migration.actor} /> },
              { term: "Started", value: <RelativeTime value={migration.createdAt} /> },
              { term: "Last step", value: <RelativeTime value={migration.updatedAt} /> },
            ]}
          />
          {migration.failures.length > 0 && (
            <section className="grid gap-2">
              <h3 className="text-sm font-semibold">
                What failed
                {migration.failureCount > migration.failures.length &&
                  `, the first ${migration.failures.length}`}
              </h3>
              <ul className="divide-y rounded-md border text-sm">
                {migration.failures.map((failure, index) => (
                  <li key={index} className="px-3 py-1.5">
                    <span className="font-mono text-xs font-medium">{failure.identifier}</span>{" "}
                    {failure.message}
                  </li>
                ))}
              </ul>
            </section>
          )}
          {migration.kind === "map" && (
            <CodeBlock title="Mapping" code={JSON.stringify(migration.mapping, null, 2)} />
          )}
        </div>
      </SheetContent>
    </Sheet>
  );
}
