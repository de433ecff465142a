import type { Metadata } from "next";
import { EditPolicy } from "@/components/settings/policies/policy-editor";
import { Hydrate, load, trpc } from "@/server/api/rsc";

interface Props {
  params: Promise<{ policy: string }>;
}

const loadPolicy = async ({ params }: Props) => {
  const identifier = decodeURIComponent((await params).policy);
  return { identifier, policy: await load(trpc.policies.get.queryOptions({ identifier })) };
};

export async function generateMetadata(props: Props): Promise<Metadata> {
  const { identifier, policy } = await loadPolicy(props);
  return { title: policy?.definition.title ?? identifier };
}

/** A policy: its rule, what it would have come to on past runs, and its revisions. */
export default async function PolicyPage(props: Props) {
  const { identifier } = await loadPolicy(props);
  return (
    <Hydrate>
      <EditPolicy identifier={identifier} />
    </Hydrate>
  );
}
