import type { ReactNode } from "react";
import type { Crumb } from "@/components/ui/breadcrumb";
import { cn } from "@/components/ui/cn";
import { PageHeader } from "./page-header";
import type { PageHeaderProps } from "./page-header";
import { TopBar } from "./top-bar";

export interface PageProps extends Omit<PageHeaderProps, "className"> {
  /** From the section down to this page; the last is the page itself. */
  breadcrumbs: readonly Crumb[];
  /** Tabs under the header, driven by the URL. */
  tabs?: ReactNode;
  children: ReactNode;
}

/** A list of things: full width, filters and a table. */
export function ListPage(props: PageProps) {
  return <PageFrame {...props} width="wide" />;
}

export interface DetailPageProps extends PageProps {
  /** Facts beside the content, 288 px; below it on narrow screens. */
  aside?: ReactNode;
}

/** One object: header with meta, tabs, content, optionally facts beside it. */
export function DetailPage({ aside, children, ...props }: DetailPageProps) {
  return (
    <PageFrame {...props} width="wide">
      {aside ? (
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_18rem]">
          <div className="grid min-w-0 gap-5">{children}</div>
          <aside aria-label="Details" className="grid min-w-0 gap-5">
            {aside}
          </aside>
        </div>
      ) : (
        children
      )}
    </PageFrame>
  );
}

/** A form or settings: a reading column. */
export function SettingsPage(props: PageProps) {
  return <PageFrame {...props} width="narrow" />;
}

export interface FullBleedPageProps {
  breadcrumbs: readonly Crumb[];
  /** The h1, for assistive technology; draw what is visible yourself. */
  title: string;
  children: ReactNode;
}

/** A canvas that fills the window under the top bar: graph, dashboard, log. */
export function FullBleedPage({ breadcrumbs, title, children }: FullBleedPageProps) {
  return (
    <>
      <TopBar breadcrumbs={breadcrumbs} />
      <main id="main" tabIndex={-1} className="flex min-h-0 flex-1 flex-col focus-visible:outline-none">
        <h1 className="sr-only">{title}</h1>
        {children}
      </main>
    </>
  );
}

function PageFrame({
  breadcrumbs,
  tabs,
  children,
  width,
  ...header
}: PageProps & { width: "wide" | "narrow" }) {
  return (
    <>
      <TopBar breadcrumbs={breadcrumbs} />
      <main
        id="main"
        tabIndex={-1}
        className={cn(
          "mx-auto w-full flex-1 px-4 pt-6 pb-16 focus-visible:outline-none sm:px-6",
          width === "wide" ? "max-w-[90rem]" : "max-w-3xl",
        )}
      >
        <PageHeader {...header} />
        {tabs ? <div className="mt-4">{tabs}</div> : null}
        <div className={cn("grid min-w-0 grid-cols-[minmax(0,1fr)] gap-5", tabs ? "mt-5" : "mt-6")}>
          {children}
        </div>
      </main>
    </>
  );
}
