import { Boxes, ListChecks, Play, Zap } from "lucide-react";
import type { LucideIcon } from "lucide-react";
import type { Metadata } from "next";
import Link from "next/link";
import { ListPage } from "@/components/shell/page";

export const metadata: Metadata = { title: "Home" };

const doors: readonly { href: string; title: string; text: string; icon: LucideIcon }[] = [
  {
    href: "/actions",
    title: "Run an action",
    text: "Create or change something through a form that follows your platform's rules.",
    icon: Zap,
  },
  {
    href: "/catalog",
    title: "Find it in the catalog",
    text: "Every service, database and environment, with its owner and the run that made it.",
    icon: Boxes,
  },
  {
    href: "/runs",
    title: "Follow your runs",
    text: "Plans, logs and outcomes of what you and your teams asked for.",
    icon: Play,
  },
  {
    href: "/approvals",
    title: "Decide on requests",
    text: "Plans that wait for your team's decision, with what would change.",
    icon: ListChecks,
  },
];

/** Home: the four ways in. */
export default function HomePage() {
  return (
    <ListPage
      title="Home"
      description="Golden paths of your platform, one form away."
      breadcrumbs={[{ label: "Home" }]}
    >
      <ul className="grid gap-3 sm:grid-cols-2 xl:grid-cols-4">
        {doors.map(({ href, title, text, icon: Icon }) => (
          <li key={href}>
            <Link
              href={href}
              className="group bg-card hover:border-border-strong flex h-full flex-col gap-3 rounded-lg border p-4 transition-colors"
            >
              <Icon aria-hidden strokeWidth={1.75} className="text-primary-text size-4.5" />
              <span>
                <span className="block text-base font-medium">{title}</span>
                <span className="text-muted-foreground mt-0.5 block text-sm text-pretty">{text}</span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
    </ListPage>
  );
}
