"use client";

import Link from "next/link";
import { AdminPage } from "@/components/settings/admin-page";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";
import { Skeleton } from "@/components/ui/skeleton";
import { RemoveDemo } from "./remove-demo";
import { useDemo } from "./use-demo";

/** Settings: whether the demo organisation is in the portal, and how it comes and goes. */
export function DemoPage() {
  const { status, load } = useDemo();
  return (
    <AdminPage
      title="Demo data"
      description="Nine months of Larkfield, an organisation that does not exist: 12 teams, 80 people, 60 services."
      breadcrumbs={[{ label: "Settings", href: "/settings" }, { label: "Demo data" }]}
    >
      <Card className="grid justify-items-start gap-3 p-4 text-sm">
        {!status && <Skeleton className="h-8 w-64" />}
        {status?.state === "absent" && (
          <>
            <p>There is no demo data in the portal.</p>
            <Button variant="primary" loading={load.isPending} onClick={() => load.mutate()}>
              Load demo data
            </Button>
          </>
        )}
        {status?.state === "present" && (
          <>
            <p>
              It was loaded on {status.anchor}, and ends with the day before. What is made up says so: its
              source is <code>demo</code>.
            </p>
            <RemoveDemo />
          </>
        )}
        {status && status.progress !== null && (
          <>
            <p role="status">{status.problem ?? status.note}</p>
            <Progress
              label={status.state === "loading" ? "Loading" : "Removing"}
              value={Math.round(status.progress * 100)}
              className="w-64"
            />
            {status.problem !== null && (
              <div className="flex flex-wrap gap-2">
                {status.state === "loading" && (
                  <Button loading={load.isPending} onClick={() => load.mutate()}>
                    Try again
                  </Button>
                )}
                <RemoveDemo />
              </div>
            )}
          </>
        )}
        {load.error && <p className="text-danger">{load.error.message}</p>}
        <Link href="/docs/demo" className="text-primary-text underline underline-offset-4">
          What the demo data tells
        </Link>
      </Card>
    </AdminPage>
  );
}
