import { z } from "zod";
import { procedure, router } from "@/server/api/trpc";
import { accessRouter } from "./router-access";
import { blueprintsRouter } from "./router-blueprints";
import { migrationsRouter } from "./router-migrations";
import { historyProcedures } from "./router-computed";
import { relatedProcedures } from "./router-related";
import { globalSearch, queryRouter, searchProcedures } from "./router-search";
import { viewsRouter } from "./router-views";
import { writeProcedures } from "./router-write";
import { getEntity } from "./service/read";

const name = z.string().min(1).max(1000);
const entity = z.strictObject({ blueprint: name, identifier: name });

export const catalogRouter = router({
  access: accessRouter,
  blueprints: blueprintsRouter,
  entities: router({
    ...searchProcedures,
    get: procedure("catalog.read")
      .input(entity)
      .query(({ ctx, input }) => getEntity(ctx, input.blueprint, input.identifier)),
    ...writeProcedures,
    ...relatedProcedures,
    ...historyProcedures,
  }),
  migrations: migrationsRouter,
  views: viewsRouter,
  query: queryRouter,
  search: globalSearch,
});
