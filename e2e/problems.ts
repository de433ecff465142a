import type { Page } from "@playwright/test";

/**
 * Collects what goes wrong in a page while nobody looks: errors on the console, among them violations of the content
 * security policy, and exceptions. A page that is itself answered with 404 is no error.
 */
export function watch(page: Page, problems: string[]): void {
  page.on("pageerror", (error) => problems.push(`${page.url()}: ${error.stack ?? error.message}`));
  page.on("console", (message) => {
    if (message.type() !== "error") return;
    const { url } = message.location();
    const isMissingPage = url === page.url() && message.text().includes("status of 404");
    if (!isMissingPage) problems.push(`${page.url()}: ${message.text()} (${url})`);
  });
}

/** Takes answers of the server that a journey provoked out of the problems; there must have been one at least. */
export function expectRefusals(problems: string[], status: 401 | 409 | 422): void {
  const isExpected = (problem: string) =>
    problem.includes(`status of ${status}`) && problem.includes("/api/trpc/");
  const others = problems.filter((problem) => !isExpected(problem));
  if (others.length === problems.length) throw new Error(`Nothing was refused with ${status}.`);
  problems.splice(0, problems.length, ...others);
}
