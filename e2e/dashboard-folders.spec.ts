import { newName } from "./databases";
import { DashboardList } from "./pages/dashboard-list";
import { Board } from "./pages/board";
import { expectAccessible, expectNoSidewaysScroll } from "./pages/checks";
import { expect, test } from "./test";

test("somebody keeps dashboards of their own in order, shows one to another team, and takes them away", async ({
  as,
}) => {
  test.setTimeout(300_000);
  const mark = newName("f").slice(2);
  const [folder, first, second] = [`Folder ${mark}`, `First ${mark}`, `Second ${mark}`];
  const page = await as("lead");
  const list = new DashboardList(page);

  await test.step("in a folder, in an order", async () => {
    for (const title of [first, second]) {
      await list.open();
      await new Board(page).make(title);
    }
    await list.open();
    await list.makeFolder(folder);
    await list.moveInto(first, folder);
    await list.moveInto(second, folder);
    await list.expectIn(folder, [first, second]);
    await list.choose(second, "Move up");
    await list.expectIn(folder, [second, first]);
    await page.reload();
    await list.expectIn(folder, [second, first]);
    await expectAccessible(page, "dashboards");
    await page.setViewportSize({ width: 390, height: 844 });
    await expectAccessible(page, "dashboards at 390");
    await expectNoSidewaysScroll(page, "dashboards at 390");
    await page.setViewportSize({ width: 1440, height: 900 });
  });

  await list.link(first).click();
  await expect(new Board(page).heading).toHaveText(first);
  const address = page.url();
  const other = await as("otherLead");
  const theirs = new DashboardList(other);

  await test.step("that others do not see until they are shown, and do not change then", async () => {
    await other.goto(address);
    await expect(new Board(other).heading).toHaveText("This page does not exist");
    await list.open();
    await list.showTo(first, "Logistics");
    await other.goto(address);
    await expect(new Board(other).heading).toHaveText(first);
    await expect(other.getByRole("link", { name: "Edit", exact: true })).toHaveCount(0);
    await theirs.open();
    await expect(theirs.link(first)).toBeVisible();
    await expect(theirs.link(second)).toHaveCount(0);
    const commands = await theirs.commandsOf(first);
    expect(commands).toContain("Export as JSON");
    for (const command of ["Edit", "Move to a folder…", "Delete…"]) expect(commands).not.toContain(command);
    const developer = await as("developer");
    await developer.goto(address);
    await expect(new Board(developer).heading).toHaveText("This page does not exist");
  });

  await test.step("that an administrator locks, even against whoever made them", async () => {
    const admin = await as("admin");
    const all = new DashboardList(admin);
    await all.open();
    await all.choose(first, "Lock against changes");
    await expect(admin.getByText(`${first} is locked`)).toBeVisible();
    await page.goto(`${address}/edit`);
    await expect(page.getByText("It is locked. An administrator of the portal can unlock it.")).toBeVisible();
    await list.open();
    expect(await list.commandsOf(first)).not.toContain("Delete…");
    await all.choose(first, "Unlock");
    await expect(admin.getByText(`${first} can be changed again`)).toBeVisible();
  });

  await test.step("and that go when they are deleted, the folder last", async () => {
    await list.open();
    for (const title of [first, second]) {
      await list.choose(title, "Delete…");
      const confirm = page.getByRole("alertdialog", { name: `Delete ${title}?` });
      // What others can see goes by its typed name.
      const typed = confirm.getByRole("textbox");
      await expect(typed).toBeVisible({ visible: title === first });
      if (title === first) await typed.fill(title);
      await confirm.getByRole("button", { name: "Delete dashboard" }).click();
      await expect(confirm).toBeHidden();
      await expect(list.link(title)).toHaveCount(0);
    }
    await list.choose(folder, "Delete…");
    await page
      .getByRole("alertdialog", { name: `Delete ${folder}?` })
      .getByRole("button", { name: "Delete folder" })
      .click();
    await expect(page.getByText(folder, { exact: true })).toHaveCount(0);
    await other.goto(address);
    await expect(new Board(other).heading).toHaveText("This page does not exist");
  });
});
