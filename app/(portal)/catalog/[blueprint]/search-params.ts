import { createLoader } from "nuqs/server";
import { entityTableParams } from "@/components/catalog/table/table-params";

export const loadEntityTableParams = createLoader(entityTableParams);
