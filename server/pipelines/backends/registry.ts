import type { PipelineBackend } from "../backend";
import type { BackendKind } from "../schema";
import { terraformBackend } from "./terraform";

/** Every kind of backend: one that is missing here does not compile. */
export const backends: Record<BackendKind, PipelineBackend> = {
  TERRAFORM: terraformBackend,
};
