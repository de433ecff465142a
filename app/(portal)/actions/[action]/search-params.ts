import { createLoader } from "@/components/url-state/parsers";
import { actionParams } from "@/components/actions/form/action-params";

export const loadActionParams = createLoader(actionParams);
