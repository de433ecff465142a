import { procedure, router } from "@/server/api/trpc";
import { askForLoading, askForRemoval, demoStatus } from "./service/status";

export const demoRouter = router({
  status: procedure("session").query(({ ctx }) => demoStatus(ctx)),
  load: procedure("demo.manage").mutation(({ ctx }) => askForLoading(ctx)),
  remove: procedure("demo.manage").mutation(({ ctx }) => askForRemoval(ctx)),
});
