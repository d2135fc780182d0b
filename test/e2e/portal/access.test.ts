/** The token, as who uses the portal in a browser comes to know it. */
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openStage, token } from "../../portal/live/stage.js";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { type Browser, chromiumPath, missing, openBrowser } from "../../support/browser.js";
import { type PortalSystem, startPortalSystem } from "../../support/portal-system.js";

const timeout = 90_000;

describe.skipIf(chromiumPath === undefined)(chromiumPath === undefined ? missing : "the token", { timeout }, () => {
  let broker: TestBroker;
  let system: PortalSystem;
  let browser: Browser;

  beforeAll(async () => {
    broker = await openTestBroker();
    system = await startPortalSystem({ broker, group: "orders", started: [] });
    browser = await openBrowser();
  }, timeout);
  afterAll(async () => {
    await browser.close();
    await system.close();
    await broker.close();
  });

  test("is asked for where something can be changed, refused where it is wrong, and kept for the tab until it is locked", async () => {
    const visit = await browser.visit(`${system.url}/live/publish.html`);
    const { page } = visit;
    const field = page.getByLabel("Changes need the portal's token.");
    await field.fill("some-other-token-for-tests");
    await visit.expectAccessible();
    await page.getByRole("button", { name: "Unlock" }).click();
    await page.getByText("That is not the token.").waitFor();
    await field.fill(system.token);
    await page.getByRole("button", { name: "Unlock" }).click();
    await page.getByText("Changes are possible, and are written to the audit log.").waitFor();
    await visit.expectAccessible();
    await page.reload();
    await page.getByRole("button", { name: "Lock" }).click();
    await field.waitFor();
    await page.reload();
    await field.waitFor();
    expect(await page.evaluate("document.cookie + JSON.stringify({ ...localStorage, ...sessionStorage })")).not.toContain(system.token);
    await visit.expectClean(/status of 401/);
    await visit.close();
  });

  test("off the loopback, is asked for before anything is shown, and the portal once about it", async () => {
    const { port } = await openStage({ host: "0.0.0.0", log: { debug: () => undefined, error: () => undefined } });
    const visit = await browser.visit(`http://127.0.0.1:${port}/live/publish.html`);
    const { page } = visit;
    const field = page.getByLabel("This portal asks for its token.");
    await field.waitFor();
    let asked = 0;
    page.on("request", (request) => (asked += request.url().endsWith("/api/access") ? 1 : 0));
    for (const [given, answer] of [
      ["some-other-token-for-tests", "That is not the token."],
      [token, "Changes are possible"],
    ] as const) {
      await field.fill(given);
      await page.getByRole("button", { name: "Unlock" }).click();
      await page.getByText(answer).waitFor();
    }
    await page.getByText("The documents have no operation that sends.").waitFor();
    // Once for each token, and once for what is possible with the right one.
    expect(asked).toBe(3);
    await visit.expectClean(/status of 401/);
    await visit.close();
  });

  test("is of this tab alone, and not asked for where there is only something to see", async () => {
    const [one, other] = [await browser.visit(`${system.url}/live/publish.html`), await browser.visit(`${system.url}/live/drift.html`)];
    await one.page.getByLabel("Changes need the portal's token.").fill(system.token);
    await one.page.getByRole("button", { name: "Unlock" }).click();
    await one.page.getByRole("button", { name: "Lock" }).waitFor();
    await other.page.getByText(/differences? between the documents and the virtual host/).waitFor();
    expect(await other.page.getByRole("button", { name: /Lock|Unlock/ }).count()).toBe(0);
    for (const visit of [one, other]) {
      await visit.expectClean();
      await visit.close();
    }
  });
});
