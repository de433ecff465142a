import { createLoader } from "nuqs/server";
import { entityParams } from "@/components/catalog/entity/entity-params";

export const loadEntityParams = createLoader(entityParams);
