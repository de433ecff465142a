"use client";

import { useQuery } from "@tanstack/react-query";
import { ShieldAlert, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { QueryState } from "@/components/states/query-state";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { formatCount } from "@/components/ui/format";

/** Recomputes the hash chain over the whole log, and says in words whether every entry is as it was written. */
export function VerifyChain() {
  const [open, setOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setOpen(true)}>
        <ShieldCheck aria-hidden /> Verify chain
      </Button>
      {open && (
        <Dialog open onOpenChange={setOpen}>
          <DialogContent
            title="Is the log as it was written?"
            description="Each entry carries a hash over its content and over the entry before it. A change anywhere breaks the chain from there on."
            footer={<Button onClick={() => setOpen(false)}>Close</Button>}
          >
            <Result />
          </DialogContent>
        </Dialog>
      )}
    </>
  );
}

function Result() {
  const trpc = useTRPC();
  const query = useQuery(trpc.audit.verify.queryOptions(undefined, { staleTime: 0, gcTime: 0 }));
  return (
    <QueryState
      query={query}
      what="the verification"
      size="inline"
      skeleton={<p className="text-muted-foreground text-sm">Computing every hash anew…</p>}
    >
      {({ verified, brokenAt }) =>
        brokenAt === null ? (
          <div role="status" className="text-success flex items-start gap-2">
            <ShieldCheck aria-hidden className="mt-0.5 size-4 shrink-0" />
            <p className="text-sm">
              <strong className="font-semibold">The log is intact.</strong> All {formatCount(verified)}{" "}
              entries are as they were written: none was changed, removed or put in between.
            </p>
          </div>
        ) : (
          <div role="alert" className="text-danger flex items-start gap-2">
            <ShieldAlert aria-hidden className="mt-0.5 size-4 shrink-0" />
            <div className="grid gap-1 text-sm">
              <p>
                <strong className="font-semibold">
                  The log was changed at entry {formatCount(brokenAt)}.
                </strong>{" "}
                It, or one just before it, is not as it was written. The {formatCount(verified)} entries
                before it hold.
              </p>
              <p className="text-foreground">
                Keep a copy of the database as it is, compare that entry with a back-up, and find out who
                could write to the table.
              </p>
            </div>
          </div>
        )
      }
    </QueryState>
  );
}
