import { redirect } from "next/navigation";
import { actionHref } from "@/components/actions/action-types";
import { selfServeTarget } from "@/components/actions/form/self-serve";

/** Published links to a form: `/self-serve?action=…&actionInputs=…`. Opens it filled in; sends nothing. */
export default async function SelfServePage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const target = selfServeTarget(await searchParams);
  if (!target) redirect("/actions");
  const params = target.params.toString();
  redirect(`${actionHref(target.action)}${params && `?${params}`}`);
}
