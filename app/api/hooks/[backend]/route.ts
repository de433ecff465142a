import { handleHook } from "@/server/api/hook-handler";

export const POST = async (request: Request, route: { params: Promise<{ backend: string }> }) =>
  handleHook(request, (await route.params).backend);

export const dynamic = "force-dynamic";
