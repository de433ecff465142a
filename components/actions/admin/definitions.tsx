"use client";

import dynamic from "next/dynamic";

// Drawn on the server and hydrated apart: the shell does not wait for the code of the table and its commands.
const DefinitionList = dynamic(() => import("./definition-list").then((module) => module.DefinitionList));

/** The list of actions and automations. */
export function Definitions() {
  return <DefinitionList />;
}
