import { createLoader } from "nuqs/server";
import { actionParams } from "@/components/actions/form/action-params";

export const loadActionParams = createLoader(actionParams);
