"use client";

import { FlaskConical } from "lucide-react";
import dynamic from "next/dynamic";
import { useState } from "react";
import { Button } from "@/components/ui/button";

const TrialResult = dynamic(() => import("./trial-result").then((module) => module.TrialResult), {
  ssr: false,
});

/** Tries an expression out on the form as it is, for a person and an entity of one's choice. */
export function JqTrial({ expression }: { expression: string }) {
  const [open, setOpen] = useState(false);
  return (
    <div className="grid min-w-0 gap-2">
      <Button size="sm" className="w-fit" aria-expanded={open} onClick={() => setOpen(!open)}>
        <FlaskConical aria-hidden /> Try it
      </Button>
      {open && <TrialResult expression={expression} />}
    </div>
  );
}
