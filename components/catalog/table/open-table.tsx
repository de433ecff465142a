"use client";

import dynamic from "next/dynamic";
import { SkeletonPage } from "@/components/states/loading";

/** The table of a blueprint's entities: drawn on the server and hydrated apart, so that the shell does not wait for its code. */
export const EntityTable = dynamic(() => import("./entity-table").then((module) => module.EntityTable), {
  loading: SkeletonPage,
});
