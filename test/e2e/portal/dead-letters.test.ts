/** The desk for dead letters in a browser, on a real broker: shown, mended, replayed, discarded, and interrupted. */
import { randomUUID } from "node:crypto";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { topology } from "#generated/orders/payment/topology.js";
import { type OutgoingMessage, openRabbit, runtimeHeaders as ours } from "#messaging";
import { openTestBroker, type TestBroker } from "../../support/broker.js";
import { type Browser, chromiumPath, missing, openBrowser, type Visit } from "../../support/browser.js";
import { type PortalSystem, startPortalSystem } from "../../support/portal-system.js";

const queue = "payment-cancellation-queue";
const letters = `${queue}.dlq`;
const timeout = 90_000;

const good = { orderId: randomUUID(), customerId: randomUUID(), cardId: randomUUID(), itemId: randomUUID(), price: "10.00" };

describe.skipIf(chromiumPath === undefined)(chromiumPath === undefined ? missing : "the desk for dead letters", { timeout }, () => {
  let broker: TestBroker;
  let client: ReturnType<typeof openRabbit>;
  let system: PortalSystem;
  let browser: Browser;

  beforeAll(async () => {
    broker = await openTestBroker();
    client = openRabbit({ url: broker.url, name: "test" });
    await client.ready();
    await client.declare(topology);
    [system, browser] = await Promise.all([startPortalSystem({ broker, group: "orders", started: [] }), openBrowser()]);
  }, timeout);
  afterAll(async () => {
    await browser.close();
    await system.close();
    await client.close();
    await broker.close();
  });
  beforeEach(async () => {
    for (const name of [queue, letters]) while ((await broker.take(name)).length > 0);
  });

  const put = (...dead: readonly OutgoingMessage[]) => Promise.all(dead.map((each) => client.publish(each)));

  /** The desk at a queue, allowed to change things. */
  const open = async (): Promise<Visit> => {
    const visit = await browser.visit(`${system.url}/live/dead-letters.html`);
    await visit.page.getByLabel("Changes need the portal's token.").fill(system.token);
    await visit.page.getByRole("button", { name: "Unlock" }).click();
    await visit.page.getByRole("button", { name: letters }).click();
    return visit;
  };

  /** Presses a button that asks once more. */
  const carryOut = async (page: Page, words: string | RegExp): Promise<void> => {
    const button = page.getByRole("button", { name: words });
    await button.click();
    await page.getByText(/Put them back|gone for good/).waitFor();
    await button.click();
  };

  /** The message ids of all that is in a queue; taken out. */
  const ids = async (name: string): Promise<readonly unknown[]> =>
    (await broker.take(name, 10_000)).map(({ properties }) => properties.messageId);

  test("a letter is found, its failing place is marked, it is mended while it is judged, and goes back to where it failed", async () => {
    await put(dead("a", JSON.stringify({ ...good, price: "10" })), dead("b", JSON.stringify({ ...good, price: "12" })));
    const visit = await open();
    const { page } = visit;
    await visit.expectAccessible();
    await visit.picture("dead-letters-queue");
    await page.getByRole("button", { name: "a", exact: true }).click();
    await page.locator("mark", { hasText: '"price": "10"' }).waitFor();
    expect(await page.locator(".fault").textContent()).toContain("(pattern)");
    expect(
      await page
        .getByText(/messages\.yaml:\d+:\d+/)
        .first()
        .isVisible(),
    ).toBe(true);
    await page.getByRole("button", { name: "Edit and replay" }).click();
    const editor = page.getByRole("region", { name: "Edit and replay" });
    await editor.getByLabel("Body").fill(JSON.stringify({ ...good, price: "ten" }));
    await editor.getByText("refuses it").waitFor();
    await visit.expectAccessible();
    await visit.picture("dead-letters-letter");
    await editor.getByLabel("Body").fill(JSON.stringify(good));
    await editor.getByText("accepts it").waitFor();
    await carryOut(page, "Replay it like this");
    await page.getByText("1 of 1 replayed").waitFor();
    expect((await broker.take(queue)).map(({ body }) => JSON.parse(body.toString()) as unknown)).toEqual([good]);
    expect(await ids(letters)).toEqual(["b"]);
    await visit.expectClean(/status of 404/);
    await visit.close();
  });

  test("on a phone nothing is wider than the screen, and without the token nothing can be done", async () => {
    await put(dead("a", JSON.stringify({ ...good, price: "10" })));
    const visit = await browser.visit(`${system.url}/live/dead-letters.html#queue=${letters}`, { size: "phone" });
    await visit.page.getByRole("button", { name: "a", exact: true }).waitFor();
    await visit.expectNoSidewaysScrolling();
    expect(await visit.page.getByRole("button", { name: /Replay|Discard/ }).count()).toBe(0);
    await visit.page.getByRole("button", { name: "a", exact: true }).click();
    await visit.page.locator("mark").waitFor();
    await visit.expectNoSidewaysScrolling();
    expect(await visit.page.getByRole("button", { name: /Replay|Discard|Edit/ }).count()).toBe(0);
    await visit.expectClean();
    await visit.close();
  });

  test("selected letters are discarded, the others stay, and both asking and doing are on record", async () => {
    await put(dead("a", "{}"), dead("b", "{}"), dead("c", "{}"));
    const visit = await open();
    await visit.page.getByLabel("Select b").check();
    await carryOut(visit.page, "Discard 1 selected");
    await visit.page.getByText("1 of 1 discarded").waitFor();
    await visit.page.getByText("2 letters, seen at").waitFor();
    expect(await ids(letters)).toEqual(["a", "c"]);
    await expect
      .poll(() => system.audit().slice(-2))
      .toMatchObject([
        { action: "discard", step: "asked", subject: { queue: letters, ids: ["b"] } },
        { action: "discard", step: "done", subject: { queue: letters, done: 1 } },
      ]);
    await visit.expectClean();
    await visit.close();
  });

  test("what was asked about one request is not asked about another: an edit that is broken meanwhile replays nothing", async () => {
    await put(dead("a", JSON.stringify({ ...good, price: "10" })), dead("b", "{}", { [ours.failureReason]: "another" }));
    const visit = await open();
    const { page } = visit;
    const question = page.getByText(/Put them back|gone for good/);
    await page.getByRole("radio", { name: /another/ }).click();
    await page.getByRole("button", { name: "Discard all 1 of this reason" }).click();
    await question.waitFor();
    await page.getByRole("radio", { name: "All reasons" }).click();
    await page.getByRole("button", { name: "Discard all 2…" }).waitFor();
    expect(await question.count()).toBe(0);
    await page.getByRole("button", { name: "a", exact: true }).click();
    await page.getByRole("button", { name: "Edit and replay" }).click();
    const editor = page.getByRole("region", { name: "Edit and replay" });
    await editor.getByLabel("Body").fill(JSON.stringify(good));
    await editor.getByText("accepts it").waitFor();
    await editor.getByRole("button", { name: "Replay it like this" }).click();
    await question.waitFor();
    await editor.getByLabel("Queue to put it in").fill("");
    await editor.getByText("Name the queue to put it in.").waitFor();
    expect(await editor.getByRole("button", { name: "Replay it like this" }).isDisabled()).toBe(true);
    expect(await question.count()).toBe(0);
    await visit.expectClean();
    await visit.close();
  });

  test("when nothing is left of a reason or of a page, the letters that are left are shown, and letters of one id are counted", async () => {
    const many = Array.from({ length: 51 }, (_, at) => `letter-${at}`);
    await put(...many.map((id) => dead(id, "{}")), dead("twin", "{}"), dead("twin", "[]"));
    await put(dead("other", "{}", { [ours.failureReason]: "another" }));
    const visit = await open();
    const { page } = visit;
    await page.getByRole("radio", { name: /another/ }).click();
    await carryOut(page, "Discard all 1 of this reason");
    await page.getByText("1 to 50 of 53").waitFor();
    await page.getByRole("button", { name: "After" }).click();
    await page.getByLabel("Select all of this page").check();
    await carryOut(page, "Discard 3 selected");
    await page.getByText("50 letters, seen at").waitFor();
    await page.getByRole("button", { name: "letter-0", exact: true }).waitFor();
    expect((await ids(letters)).length).toBe(50);
    await visit.expectClean();
    await visit.close();
  });

  test("hostile letters are text: scripts, bytes, deep nesting, and ten megabytes of which a part is shown with its size", async () => {
    const script = '{"orderId":"</textarea></script><img src=x onerror=alert(1)>","__proto__":{"a":1}}';
    await put(
      dead("<img src=x onerror=alert(1)>", script, { "x-failure-reason": "<script>alert(2)</script>" }),
      { ...dead("bytes", ""), body: Buffer.from([0, 159, 255, 60, 47]) },
      dead("deep", "[".repeat(100_000)),
      dead("large", `"${"x".repeat(10_000_000)}"`),
    );
    const visit = await open();
    const { page } = visit;
    const back = page.getByRole("button", { name: "Back to the letters" });
    const see = async (id: string, words: string | RegExp): Promise<void> => {
      await page.getByRole("button", { name: id, exact: true }).click();
      await page.getByText(words).first().waitFor();
      await back.click();
    };
    await page.getByText("invalid: <script>alert(2)</script>").first().waitFor();
    await see("<img src=x onerror=alert(1)>", "</textarea></script><img src=x onerror=alert(1)>");
    await see("bytes", "00 9f ff 3c 2f");
    await see("deep", /\[{2000}/);
    await see("large", "Shown are the first 262144 of 10000002 bytes.");
    await visit.expectAccessible();
    await visit.picture("dead-letters-hostile");
    await visit.expectClean();
    await visit.close();
  });

  test("a portal that is killed in the middle of many loses none, and its page goes on with the rest when it is back", async () => {
    const all = Array.from({ length: 3_000 }, () => randomUUID());
    await put(...all.map((id) => dead(id, JSON.stringify(good))));
    const visit = await open();
    const { page } = visit;
    await carryOut(page, "Replay all 3000");
    await expect.poll(() => broker.depth(queue), { interval: 5 }).toBeGreaterThan(100);
    await system.kill();
    await expect
      .poll(async () => ((await broker.depth(queue)) ?? 0) + ((await broker.depth(letters)) ?? 0))
      .toBeGreaterThanOrEqual(all.length);
    expect(await broker.depth(letters)).toBeGreaterThan(0);
    await page.getByText("The portal cannot be reached.").first().waitFor();
    await system.start();
    await page.getByText("The portal cannot be reached.").first().waitFor({ state: "detached" });
    await page.getByRole("button", { name: "Look again" }).click();
    await page.getByRole("button", { name: "Look again" }).waitFor();
    await carryOut(page, /^Replay all \d+/);
    await page.getByText("done", { exact: true }).waitFor();
    expect(await broker.depth(letters)).toBe(0);
    expect(new Set(await ids(queue))).toEqual(new Set(all));
    await visit.expectClean(/net::ERR_|status of 409/);
    await visit.close();
  });

  test("connections that are cut in the middle of many end the work with a sentence, and what was not moved is there", async () => {
    const all = Array.from({ length: 3_000 }, () => randomUUID());
    await put(...all.map((id) => dead(id, JSON.stringify(good))));
    const visit = await open();
    await carryOut(visit.page, "Replay all 3000");
    await expect.poll(() => broker.depth(queue), { interval: 5 }).toBeGreaterThan(100);
    await broker.dropConnections();
    await visit.page
      .getByText(/failed|done/)
      .first()
      .waitFor();
    await expect
      .poll(async () => ((await broker.depth(queue)) ?? 0) + ((await broker.depth(letters)) ?? 0))
      .toBeGreaterThanOrEqual(all.length);
    expect(new Set([...(await ids(queue)), ...(await ids(letters))])).toEqual(new Set(all));
    await visit.close();
  });
});

/** A cancellation that could not be handled, as the runtime leaves it. */
const dead = (id: string, body: string, headers: OutgoingMessage["headers"] = {}): OutgoingMessage => ({
  exchange: "",
  routingKey: letters,
  body: Buffer.from(body),
  mandatory: true,
  persistent: true,
  contentType: "application/json",
  messageId: id,
  headers: {
    [ours.attempts]: 1,
    [ours.originalExchange]: "",
    [ours.originalRoutingKey]: queue,
    [ours.failureCode]: "invalid",
    [ours.failureReason]: "OrderAction: /price must match the pattern",
    [ours.failureQueue]: queue,
    [ours.failureOperation]: "paymentCancellation",
    [ours.failureAt]: "2026-03-01T12:00:00.000Z",
    ...headers,
  },
});
