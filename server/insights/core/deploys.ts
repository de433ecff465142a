import { z } from "zod";

const template = z.string().trim().min(1, "Must not be empty.").max(1000);

/** The own key `deploys` of an action: what its runs deploy, each text with `{{ jq }}` as elsewhere in the action. */
export const deploysSchema = z.strictObject({
  /** The service; the entity that the run is about unless given. */
  service: template.optional(),
  environment: template,
  repository: template.optional(),
  sha: template.optional(),
  version: template.optional(),
});
export type Deploys = z.infer<typeof deploysSchema>;
