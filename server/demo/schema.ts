export const DEMO_STATES = ["loading", "present", "removing"] as const;
export type DemoState = (typeof DEMO_STATES)[number];

/** By which rows of the scenario are told from all others, wherever a table has a source. */
export const DEMO_SOURCE = "demo";

/** Whether the demo scenario is in the portal, and how far it is on its way in or out. */
export interface DemoStatus {
  state: DemoState | "absent";
  /** What is going on or what was made, for people. */
  note: string | null;
  /** Of the steps of loading or removing, from 0 to 1; null when nothing is under way. */
  progress: number | null;
  /** Why it cannot go on. */
  problem: string | null;
  /** The day of loading: the scenario ends with the day before. */
  anchor: string | null;
  /** Nothing was told of yet, and the actor may load it. */
  offered: boolean;
}

/** In whose name the portal loads and removes the scenario. */
export const DEMO_ACTOR = "Demo data";
