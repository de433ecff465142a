"use client";

import { Download } from "lucide-react";
import { useState } from "react";
import { readFailure } from "@/components/states/domain-error";
import { useTRPCClient } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { formatCount } from "@/components/ui/format";
import { toast } from "@/components/ui/toast";
import { useQueryStates } from "@/components/url-state/use-query-state";
import type { AuditRow } from "./audit-log";
import { auditInput, auditParams } from "./audit-params";

/** As many as the server gives in one answer. */
const PART = 1000;
/** A file of more is for the API, which goes on page by page. */
const MAX_ROWS = 50_000;

/** Saves exactly the entries that the filters let through as a CSV file. */
export function ExportAudit() {
  const client = useTRPCClient();
  const [params] = useQueryStates(auditParams);
  const [running, setRunning] = useState(false);
  const save = async () => {
    setRunning(true);
    try {
      const rows: AuditRow[] = [];
      let cursor: number | null = null;
      do {
        const page: { rows: AuditRow[]; nextCursor: number | null } = await client.audit.list.query({
          ...auditInput(params, PART),
          ...(cursor !== null && { cursor }),
        });
        rows.push(...page.rows);
        cursor = page.nextCursor;
      } while (cursor !== null && rows.length < MAX_ROWS);
      const { auditFile } = await import("./audit-file");
      const url = URL.createObjectURL(new Blob([auditFile(rows)], { type: "text/csv;charset=utf-8" }));
      const link = document.createElement("a");
      link.href = url;
      link.download = "audit-log.csv";
      link.click();
      URL.revokeObjectURL(url);
      toast.success(
        `${formatCount(rows.length)} ${rows.length === 1 ? "entry" : "entries"} saved`,
        cursor === null
          ? {}
          : { description: "There are more: narrow the filters, or read them by the API." },
      );
    } catch (error) {
      toast.error("The entries could not be saved", { description: readFailure(error).message });
    } finally {
      setRunning(false);
    }
  };
  return (
    <Button loading={running} onClick={() => void save()}>
      <Download aria-hidden /> Export CSV
    </Button>
  );
}
