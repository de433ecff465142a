import { createLoader } from "@/components/url-state/parsers";
import { entityParams, graphParams } from "@/components/catalog/entity/entity-params";

export const loadEntityParams = createLoader(entityParams);
export const loadGraphParams = createLoader(graphParams);
