import AxeBuilder from "@axe-core/playwright";
import { expect, test, type Page } from "@playwright/test";
import { demo, person } from "./portal";

const password = (page: Page) => page.getByRole("textbox", { name: "Password" });
const submit = (page: Page) => page.getByRole("button", { name: "Sign in", exact: true });
const admin = () => person((one) => one.role === "admin");

test("a person signs in, comes to where they wanted, signs out and is out", async ({ page, context }) => {
  await page.goto("/settings/teams?from=link");
  await expect(page).toHaveURL("/sign-in?callbackUrl=%2Fsettings%2Fteams%3Ffrom%3Dlink");
  await expect(page).toHaveTitle("Sign in · Waymark");
  await expect(page.getByRole("heading", { level: 1 })).toHaveText("Sign in to Waymark");
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await page.getByLabel("E-mail").fill(admin().email);
  await password(page).fill(admin().password);
  await page.keyboard.press("Enter");
  await expect(page).toHaveURL("/settings/teams?from=link");

  const session = (await context.cookies()).find((cookie) => cookie.name === "waymark.session");
  expect(session).toMatchObject({ httpOnly: true, sameSite: "Lax" });
  await page.goto("/sign-in?callbackUrl=https://evil.example/");
  await expect(page).toHaveURL("/");

  await page.getByRole("button", { name: /^Account of/ }).click();
  await page.getByRole("menuitem", { name: "Sign out" }).click();
  await expect(page).toHaveURL(/\/sign-in/);
  // The cookie as it was, played again: the session behind it has ended.
  if (session) await context.addCookies([session]);
  await page.goto("/settings/teams");
  await expect(page).toHaveURL("/sign-in?callbackUrl=%2Fsettings%2Fteams");
});

test("what is missing or wrong is said, and the cursor is put there", async ({ page }) => {
  await page.goto("/sign-in");
  await submit(page).click();
  await expect(page.getByText("Enter your e-mail address.")).toBeVisible();
  await expect(page.getByLabel("E-mail")).toBeFocused();
  await page.getByLabel("E-mail").fill("nobody@example.com");
  await submit(page).click();
  await expect(page.getByText("Enter your password.")).toBeVisible();
  await expect(password(page)).toBeFocused();
  await password(page).fill("not the password");
  await submit(page).click();
  await expect(
    page.getByRole("alert").filter({ hasText: "The e-mail or the password is wrong." }),
  ).toBeVisible();
  await expect(password(page)).toBeFocused();
});

test("the demo's people are one click away, and their passwords are not on the page", async ({
  page,
  request,
}) => {
  const html = await (await request.get("/sign-in")).text();
  for (const { password: secret } of demo().people) expect(html).not.toContain(secret);
  const lead = person((one) => one.role !== "admin");
  await page.goto("/sign-in");
  await page.getByRole("button", { name: `Sign in as ${lead.name}` }).click();
  await expect(page).toHaveURL("/");
  const forwarded = await request.get("/sign-in", { headers: { "x-forwarded-for": "127.0.0.1" } });
  expect(await forwarded.text()).not.toContain(lead.name);
});

for (const colorScheme of ["light", "dark"] as const)
  for (const width of [1440, 390])
    test(`the sign-in page is accessible in ${colorScheme} at ${width}`, async ({ page }) => {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height: 900 });
      await page.goto("/sign-in");
      await expect(submit(page)).toBeEnabled();
      expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([]);
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width);
    });

test("every answer carries the security headers, and a nonce of its own", async ({ request }) => {
  const paths = [
    "/sign-in",
    "/",
    "/nowhere",
    "/api/nowhere",
    "/v1/users",
    "/api/health/live",
    "/_next/static/nowhere.js",
    "/icon.svg",
  ];
  const nonces = new Set<string>();
  for (const path of paths) {
    const response = await request.get(path, { maxRedirects: 0, headers: { "x-nonce": "chosen" } });
    const headers = response.headers();
    expect(headers["x-content-type-options"], path).toBe("nosniff");
    expect(headers["cross-origin-opener-policy"], path).toBe("same-origin");
    expect(headers["referrer-policy"], path).toBe("same-origin");
    expect(headers["permissions-policy"], path).toContain("camera=()");
    expect(headers["x-powered-by"], path).toBeUndefined();
    const policy = headers["content-security-policy"] ?? "";
    expect(policy, path).toMatch(/object-src 'none'.*base-uri 'none'.*frame-ancestors 'none'/);
    expect(policy, path).not.toMatch(/script-src[^;]*unsafe/);
    nonces.add(/'nonce-([^']+)'/.exec(policy)?.[1] ?? "");
    expect(await response.text(), path).not.toContain("chosen");
  }
  expect(nonces.size).toBe(paths.length);
  for (const path of ["/_next/image?url=%2Ficon.svg&w=64&q=75", "/.env", "/.git/config", "/api/auth/session"])
    expect((await request.get(path, { maxRedirects: 0 })).status(), path).toBe(404);
});
