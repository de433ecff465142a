import type { PipelineBackend } from "../backend";
import { terraformBackend } from "./terraform";

/** Backends that the supervisor runs on a machine of the portal. */
export const backends: Record<"TERRAFORM", PipelineBackend> = {
  TERRAFORM: terraformBackend,
};
