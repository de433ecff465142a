import { createLoader } from "@/components/url-state/parsers";
import { entityParams } from "@/components/catalog/entity/entity-params";

export const loadEntityParams = createLoader(entityParams);
