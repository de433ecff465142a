import type { Metadata } from "next";
import { BudgetPage } from "@/components/settings/budgets/budget-page";
import { Hydrate, load, trpc } from "@/server/api/rsc";

interface Props {
  params: Promise<{ budget: string }>;
}

const loadBudget = async ({ params }: Props) => {
  const id = decodeURIComponent((await params).budget);
  return { id, budget: await load(trpc.budgets.get.queryOptions({ id })) };
};

export async function generateMetadata(props: Props): Promise<Metadata> {
  return { title: (await loadBudget(props)).budget?.title ?? "Budget" };
}

/** A budget with its exceptions, what approved runs hold, and its ledger. */
export default async function OneBudgetPage(props: Props) {
  const { id } = await loadBudget(props);
  return (
    <Hydrate>
      <BudgetPage id={id} />
    </Hydrate>
  );
}
