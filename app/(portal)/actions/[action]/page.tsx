import type { Metadata } from "next";
import { ActionPage } from "@/components/actions/form/action-page";
import { obstacleOf } from "@/components/actions/form/obstacle";
import { Hydrate, load, prefetch, trpc } from "@/server/api/rsc";
import { loadActionParams } from "./search-params";

interface Props {
  params: Promise<{ action: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

const identifierOf = async ({ params }: Props): Promise<string> => decodeURIComponent((await params).action);

export async function generateMetadata(props: Props): Promise<Metadata> {
  const action = await load(trpc.actions.get.queryOptions({ identifier: await identifierOf(props) }));
  return { title: action?.title ?? "Action" };
}

/** The form of an action, prefilled from its address. */
export default async function ActionFormPage(props: Props) {
  const identifier = await identifierOf(props);
  const given = await props.searchParams;
  const { entity } = await loadActionParams(given);
  const action = await load(trpc.actions.get.queryOptions({ identifier }));
  const operation = action?.trigger.type === "self-service" ? action.trigger.operation : null;
  const obstacle = action ? obstacleOf(action) : null;
  if (obstacle === null && (operation === "CREATE" || (operation && entity !== null))) {
    await prefetch(
      trpc.actions.form.queryOptions({
        identifier,
        ...(operation !== "CREATE" && entity !== null && { entity }),
      }),
    );
  }
  return (
    <Hydrate>
      <ActionPage identifier={identifier} obstacle={obstacle} given={given} />
    </Hydrate>
  );
}
