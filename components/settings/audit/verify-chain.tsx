"use client";

import { useQueryClient } from "@tanstack/react-query";
import { ShieldCheck } from "lucide-react";
import { useState } from "react";
import { readFailure } from "@/components/states/domain-error";
import { useTRPC } from "@/components/trpc/provider";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";

/** Recomputes the hash chain over the whole log and says whether every entry is as it was written. */
export function VerifyChain() {
  const trpc = useTRPC();
  const queryClient = useQueryClient();
  const [running, setRunning] = useState(false);
  const verify = async () => {
    setRunning(true);
    try {
      const { verified, brokenAt } = await queryClient.fetchQuery({
        ...trpc.audit.verify.queryOptions(),
        staleTime: 0,
      });
      if (brokenAt === null)
        toast.success("The audit log is intact", {
          description: `${verified.toLocaleString("en-US")} entries verified.`,
        });
      else
        toast.error(`The audit log was changed at entry ${brokenAt}`, {
          description: `The ${verified.toLocaleString("en-US")} entries before it are intact. Keep a copy of the database and look into it.`,
        });
    } catch (error) {
      toast.error("The audit log could not be verified", { description: readFailure(error).message });
    } finally {
      setRunning(false);
    }
  };
  return (
    <Button loading={running} onClick={() => void verify()}>
      <ShieldCheck aria-hidden /> Verify chain
    </Button>
  );
}
