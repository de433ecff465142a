"use client";

import dynamic from "next/dynamic";
import { Skeleton } from "@/components/ui/skeleton";

/** Below the metrics of adoption, and on no other board. */
export const AdoptionDetails = dynamic(
  () => import("./adoption-details").then((module) => module.AdoptionDetails),
  { loading: () => <Skeleton className="h-96" /> },
);
