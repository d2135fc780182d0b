/** Publishing a message and following one, in a browser, with the services of the order saga. */
import { randomBytes } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { type Browser, chromiumPath, missing, openBrowser, type Visit } from "../../support/browser.js";
import { type OrderBody, sample } from "../../support/orders-system.js";
import { type PortalSystem, startPortalSystem } from "../../support/portal-system.js";
import { type System, startSystem } from "../../support/system.js";
import { example, form } from "./form-of-kinds.js";

const timeout = 180_000;

/** The texts of the timeline that its frame cuts off; run in the page. */
const cutOff = `(() => {
  const lanes = document.querySelector("svg.lanes");
  const { right, bottom } = lanes.getBoundingClientRect();
  const isCut = (text) => text.getBoundingClientRect().right > right || text.getBoundingClientRect().bottom > bottom;
  return [...lanes.querySelectorAll("text")].filter(isCut).map(({ textContent }) => textContent);
})()`;

describe.skipIf(chromiumPath === undefined)(chromiumPath === undefined ? missing : "messages in the portal", { timeout }, () => {
  let broker: TestBroker;
  let system: PortalSystem<"order" | "product" | "payment">;
  let portfolio: System<"users-worker">;
  let browser: Browser;

  beforeAll(async () => {
    broker = await openTestBroker();
    system = await startPortalSystem({ broker, group: "orders" });
    portfolio = await startSystem({ brokerUrl: broker.url, group: "portfolio", started: [] });
    browser = await openBrowser();
  }, timeout);
  afterAll(async () => {
    await browser.close();
    await portfolio.close();
    await system.close();
    await broker.close();
  });

  const see = async (address: string): Promise<Visit> => browser.visit(`${system.url}/live/${address}`);
  const unlock = async (page: Page): Promise<void> => {
    await page.getByLabel(/token/).fill(system.token);
    await page.getByRole("button", { name: "Unlock" }).click();
    await page.getByText("Changes are possible").waitFor();
  };
  const writing = (application: string, operation: string, message: string): string =>
    `publish.html#${new URLSearchParams({ application, operation, message }).toString()}`;
  const verdict = (page: Page, text: string) => page.getByText(text).waitFor();
  const place = async (traceparent?: string): Promise<OrderBody> => {
    const headers = { "content-type": "application/json", ...(traceparent === undefined ? {} : { traceparent }) };
    const answer = await fetch(`${system.services.url("order")}/orders`, { method: "POST", headers, body: JSON.stringify(sample) });
    return (await answer.json()) as OrderBody;
  };

  test("a message begins with a valid example, and its faults are told while one types, in form and JSON alike", async () => {
    const visit = await see(writing("orders/order", "paymentCancellation", "OrderAction"));
    const { page } = visit;
    await verdict(page, "It is as its contract asks.");
    await page.getByLabel("price", { exact: true }).fill("1");
    await page.getByText("payload/price").waitFor();
    await page.getByRole("button", { name: "JSON" }).click();
    await page.getByLabel("Payload as JSON").fill("{");
    await verdict(page, "not JSON");
    await page.getByRole("button", { name: "Example again" }).click();
    await verdict(page, "It is as its contract asks.");
    expect(await page.getByRole("button", { name: "Send" }).isDisabled()).toBe(true);
    await visit.expectAccessible();
    await visit.expectNoSidewaysScrolling();
    await visit.picture("publish");
    await visit.expectClean();
    await visit.close();
  });

  test("another message can be chosen, and stands in the address", async () => {
    const { page, close } = await see("publish.html");
    await page.getByLabel("Application").selectOption("orders/payment");
    await page.getByLabel("Kind of payload").selectOption("PaymentDeclined");
    await verdict(page, "It is as its contract asks.");
    expect(new URL(page.url()).hash).toContain("application=orders%2Fpayment");
    await close();
  });

  test("a message that is sent is handled by its consumer, is in the audit log, and can be followed from there", async () => {
    const visit = await see(writing("orders/order", "paymentCancellation", "OrderAction"));
    const { page } = visit;
    await unlock(page);
    await verdict(page, "It is as its contract asks.");
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("The broker has confirmed it").waitFor();
    await visit.picture("publish-sent");
    await page.getByRole("link", { name: "Follow it" }).click();
    const received = page.getByRole("row").filter({ hasText: "orders/payment" }).filter({ hasText: "done" });
    await received.first().waitFor();
    expect(await page.getByRole("row").filter({ hasText: "portal" }).filter({ hasText: "confirmed" }).count()).toBe(1);
    expect(system.audit().map(({ action, step, subject: { operation } }) => [action, step, operation])).toEqual([
      ["publish", "asked", "paymentCancellation"],
      ["publish", "done", "paymentCancellation"],
    ]);
    await visit.expectClean();
    await visit.close();
  });

  test("a request that reaches nobody says so, and one that is answered shows the answer", async () => {
    const visit = await see(writing("portfolio/portfolio", "requestBalance", "BalanceRequest"));
    const { page } = visit;
    await unlock(page);
    const balanceOf = async (user: string): Promise<void> => {
      await page.getByLabel("user_id", { exact: true }).fill(user);
      await verdict(page, "It is as its contract asks.");
      await page.getByRole("button", { name: "Ask" }).click();
    };
    await balanceOf("42");
    await page.locator(".result .bad").getByText("RabbitMQ refuses the message").waitFor();
    await portfolio.start("users-worker");
    await balanceOf("42");
    await page.getByText("Answered with BalanceResponse").waitFor();
    await page.locator(".result").getByText("75000.50").waitFor();
    await visit.picture("publish-answer");
    // Before the worker ran there was no such exchange: the answer of trouble is on the console.
    await visit.expectClean(/status of 409/);
    await visit.close();
  });

  test("a form keeps what is being typed and the alternative that was chosen, and sends nothing that is no JSON yet", async () => {
    const visit = await see("publish.html");
    const { page } = visit;
    await unlock(page);
    const drafts: unknown[] = [];
    await page.route("**/api/publish**", async (route) => {
      const { pathname } = new URL(route.request().url());
      if (pathname.endsWith("/opening")) await route.fulfill({ json: { ...(await (await route.fetch()).json()), form, example } });
      else if (pathname.endsWith("/check")) await route.fulfill({ json: { faults: [] } });
      else {
        const { payload } = route.request().postDataJSON() as { readonly payload: string };
        drafts.push(JSON.parse(payload));
        await route.fulfill({ status: 409, json: { detail: "Not today." } });
      }
    });
    await page.evaluate(`location.hash = "#application=orders%2Forder&operation=orderFailed&message=OrderFailed"`);
    await page.getByLabel("price", { exact: true }).fill("1.50");
    await page.getByLabel("Kind of note").selectOption("some");
    await page.getByLabel("Kind of way").selectOption("far");
    await page.getByLabel("map as JSON").fill('{"a": ');
    await page.getByText("This is no JSON yet.").waitFor();
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByLabel("map as JSON").fill('{"a": 12345678901234567890}');
    await page.getByText("A number in it cannot be sent as it is written.").waitFor();
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByLabel("map as JSON").fill('{"a":\n2}');
    await page.getByRole("button", { name: "Send" }).click();
    await page.getByText("Not today.").waitFor();
    expect(drafts).toEqual([{ price: 1.5, note: "text", way: { id: "1" }, map: { a: 2 } }]);
    expect(await page.getByLabel("price", { exact: true }).inputValue()).toBe("1.50");
    expect(await page.getByLabel("Kind of way").locator("option:checked").textContent()).toBe("far");
    expect(await page.getByLabel("map as JSON").inputValue()).toBe('{"a":\n2}');
    await page.getByRole("button", { name: "Add constructor" }).waitFor();
    await page.getByRole("button", { name: "Example again" }).click();
    expect(await page.getByLabel("map as JSON").inputValue()).toBe('{\n  "a": 1\n}');
    await visit.expectClean(/status of 409/);
    await visit.close();
  });

  test("an order's way through the saga stands on one timeline, found by the order's id", async () => {
    const { id } = await place();
    const visit = await see(`follow.html#${new URLSearchParams({ id }).toString()}`);
    const { page } = visit;
    const row = (service: string, ...texts: string[]) =>
      texts.reduce((rows, text) => rows.filter({ hasText: text }), page.getByRole("row").filter({ hasText: service })).first();
    await row("orders/order", "sent", "OrderCompleted", "confirmed").waitFor();
    for (const [service, event, message] of [
      ["orders/order", "sent", "productReservation"],
      ["orders/product", "received", "OrderAction"],
      ["orders/product", "sent", "ProductReservationResult"],
      ["orders/order", "received", "ProductReservationResult"],
      ["orders/payment", "received", "OrderAction"],
      ["orders/payment", "sent", "PaymentResult"],
      ["orders/order", "received", "PaymentResult"],
    ] as const)
      await row(service, event, message).waitFor();
    expect(await page.locator("svg.lanes .lane").allTextContents()).toEqual(["orders/order", "orders/product", "orders/payment"]);
    expect(await page.locator("svg.lanes .arrow").count()).toBe(4);
    await visit.expectAccessible();
    await visit.expectNoSidewaysScrolling();
    await visit.picture("follow-order");
    await row("orders/product", "received").getByRole("link", { name: "OrderAction" }).click();
    await page.getByRole("heading", { name: "OrderAction", level: 1 }).waitFor();
    await visit.expectClean();
    await visit.close();
  });

  test("a message that is not there yet comes up by itself", async () => {
    const trace = randomBytes(16).toString("hex");
    const { page, close } = await see(`follow.html#id=${trace}`);
    await page.getByText("No service knows of").waitFor();
    await place(`00-${trace}-b7ad6b7169203331-01`);
    await page.getByRole("row").filter({ hasText: "OrderCompleted" }).first().waitFor();
    await close();
  });

  test("that the portal answers with an error is told on the page, until it answers again", async () => {
    const visit = await see("follow.html");
    const { page } = visit;
    await page.route("**/api/follow*", (route) =>
      route.fulfill({ status: 500, json: { detail: "The request could not be carried out." } }),
    );
    const trouble = page.getByText("The request could not be carried out. The page asks again by itself.");
    await trouble.waitFor();
    await page.unroute("**/api/follow*");
    await trouble.waitFor({ state: "detached" });
    await visit.expectClean(/status of 500/);
    await visit.close();
  });

  test("of the latest messages those with trouble are marked, and a service that is away is named", async () => {
    await broker.send("order-action-exchange", "payment-cancellation-action-queue", "<script>alert(1)</script>", {
      messageId: "<img src=x onerror=alert(1)>",
      type: "<b>OrderAction</b>",
    });
    const visit = await see("follow.html");
    const { page } = visit;
    await page.getByRole("row").filter({ hasText: "dead-lettered" }).first().getByRole("link").click();
    await page
      .getByRole("row")
      .filter({ hasText: "dead-lettered: invalid" })
      .filter({ hasText: "payment-cancellation-queue.dlq" })
      .waitFor();
    await page
      .getByRole("cell")
      .filter({ hasText: "<b>OrderAction</b>" })
      .or(page.getByRole("rowheader").filter({ hasText: "<b>OrderAction</b>" }))
      .first()
      .waitFor();
    // The longest words that a mark can have, on the last lane.
    await page.route("**/api/follow?*", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, body: (await response.text()).replaceAll('"code":"invalid"', '"code":"unavailable"') });
    });
    await page.locator("svg.lanes .mark").getByText("dead-lettered: unavailable").waitFor();
    expect(await page.evaluate<readonly string[]>(cutOff)).toEqual([]);
    await page.unroute("**/api/follow?*");
    await system.services.stop("product");
    await page.getByText("No answer from orders/product").waitFor();
    await visit.picture("follow-trouble");
    await visit.expectAccessible();
    await visit.expectClean();
    await visit.close();
  });
});
