import type { Metadata } from "next";
import { ListPage } from "@/components/shell/page";
import { ButtonLink } from "@/components/ui/button";

export const metadata: Metadata = { title: "Not found" };

/** What has gone, was never there, or is not for this person to see; the portal stays around it. Every page carries its code, so it has little. */
export default function NotFound() {
  return (
    <ListPage
      title="This page does not exist"
      description="It may have been deleted or renamed, or you may not be allowed to see it."
      breadcrumbs={[{ label: "Not found" }]}
    >
      <div>
        <ButtonLink href="/" variant="primary">
          Go to home
        </ButtonLink>
      </div>
    </ListPage>
  );
}
