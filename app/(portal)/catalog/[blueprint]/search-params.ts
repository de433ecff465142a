import { createLoader } from "@/components/url-state/parsers";
import { entityTableParams } from "@/components/catalog/table/table-params";

export const loadEntityTableParams = createLoader(entityTableParams);
