import { parseAsString } from "@/components/url-state/parsers";

/** The URL state of an action's page; `input.<key>` prefills the form and is read as it is. */
export const actionParams = {
  entity: parseAsString,
  /** The step of a form with steps, from 1, or "review". */
  step: parseAsString.withDefault("1"),
};
