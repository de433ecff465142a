"use client";

import dynamic from "next/dynamic";
import Link from "next/link";
import { useShell } from "@/components/shell/shell-context";
import { Button } from "@/components/ui/button";
import { useDemo } from "./use-demo";

const RemoveDemo = dynamic(() => import("./remove-demo").then((module) => module.RemoveDemo));

/** Says on pages of figures that they are about made-up data, and offers it where there are none. */
export function DemoNotice() {
  const { viewer } = useShell();
  const { status, load } = useDemo();
  if (!status || (status.state === "absent" && !status.offered)) return null;
  return (
    <div
      role="status"
      className="border-info-border bg-info-subtle flex flex-wrap items-center gap-x-3 gap-y-2 rounded-md border px-3 py-2 text-sm print:hidden"
    >
      {status.state === "absent" ? (
        <>
          <p className="min-w-0 flex-1 text-pretty">
            Nothing has been told of yet. To see what these pages say, load nine months of a made-up
            organisation.
          </p>
          <Button size="sm" loading={load.isPending} onClick={() => load.mutate()}>
            Load demo data
          </Button>
        </>
      ) : (
        <>
          <p className="min-w-0 flex-1 text-pretty">
            <strong className="font-medium">Demo data.</strong> {words(status)}{" "}
            <Link href="/docs/demo" className="text-primary-text underline underline-offset-4">
              What it tells
            </Link>
          </p>
          {viewer.isAdmin && status.state === "present" && <RemoveDemo />}
          {viewer.isAdmin && status.problem !== null && (
            <Link href="/settings/demo" className="text-primary-text underline underline-offset-4">
              Go on or remove it
            </Link>
          )}
        </>
      )}
      {load.error && <p className="text-danger w-full">{load.error.message}</p>}
    </div>
  );
}

function words({
  state,
  note,
  progress,
  problem,
}: {
  state: string;
  note: string | null;
  progress: number | null;
  problem: string | null;
}): string {
  if (problem !== null) return problem;
  if (state === "present") return "These figures are also of Larkfield, an organisation that does not exist.";
  const done = `${Math.round((progress ?? 0) * 100)} %`;
  return state === "loading"
    ? `The demo organisation is being loaded, ${done}. ${note ?? ""}`
    : `The demo organisation is being removed, ${done}. ${note ?? ""}`;
}
