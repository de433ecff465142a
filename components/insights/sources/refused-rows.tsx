"use client";

import { Button } from "@/components/ui/button";
import { refusedCsv } from "@/server/insights/core/refused";
import type { RefusedRow } from "@/server/insights/schema";

/** Rows that were refused, each with its reasons, and all of them as a file. */
export function RefusedRows({
  rows,
  of,
  place,
}: {
  rows: readonly RefusedRow[];
  of: string;
  place: "Line" | "Event";
}) {
  return (
    <div className="grid gap-2">
      <div
        className="max-h-80 overflow-auto rounded-md border"
        tabIndex={0}
        role="region"
        aria-label={`Refused: ${of}`}
      >
        <table className="w-full text-sm">
          <thead>
            <tr className="bg-muted text-left text-xs">
              <th scope="col" className="px-3 py-1.5 font-medium">
                {place}
              </th>
              <th scope="col" className="px-3 py-1.5 font-medium">
                Id
              </th>
              <th scope="col" className="px-3 py-1.5 font-medium">
                Reason
              </th>
            </tr>
          </thead>
          <tbody>
            {rows.map(({ index, externalId, issues }) => (
              <tr key={index} className="border-t align-top">
                <td className="tabular px-3 py-1.5">{index}</td>
                <td className="px-3 py-1.5 break-all">{externalId ?? "–"}</td>
                <td className="px-3 py-1.5">
                  {issues.map(({ path, message }) => (
                    <p key={`${path} ${message}`}>
                      {path && <code className="text-xs">{path}</code>} {message}
                    </p>
                  ))}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <Button size="sm" className="justify-self-start" onClick={() => save(refusedCsv(rows))}>
        Download as CSV
      </Button>
    </div>
  );
}

function save(text: string): void {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "text/csv" }));
  link.download = "refused.csv";
  link.click();
  URL.revokeObjectURL(link.href);
}
