import type { Locator, Page } from "@playwright/test";
import { Shell } from "./shell";

/** The inbox of those who approve. */
export class ApprovalsPage {
  readonly requests: Locator;
  readonly dialog: Locator;

  constructor(readonly page: Page) {
    this.requests = page.getByRole("list", { name: "Requests" });
    this.dialog = page.getByRole("dialog");
  }

  /** The request that is open beside the list. */
  request(title: string): Locator {
    return this.page.getByRole("region", { name: title, exact: true });
  }

  /** From the sidebar to one request of the list. */
  async openFromSidebar(title: string, subject: "plan" | "request" = "plan"): Promise<Locator> {
    await new Shell(this.page).open("Approvals");
    await this.requests.getByRole("link", { name: title }).click();
    const request = this.request(title);
    // The keys work once the buttons that they stand for are there.
    await request.getByRole("button", { name: `Approve ${subject}` }).waitFor();
    return request;
  }
}
