/** The portal in a browser while something is wrong: it says what, stays whole, and recovers by itself. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type PrivateBroker, startPrivateBroker } from "../../support/broker.js";
import { type Browser, chromiumPath, missing, openBrowser, type Visit } from "../../support/browser.js";
import { type PortalSystem, startPortalSystem } from "../../support/portal-system.js";

/** Chromium writes down every answer of trouble: that the broker is away is 503, that the portal is, a refused connection. */
const expected = /status of 50[234]|net::ERR_(?:CONNECTION|INCOMPLETE|EMPTY|NETWORK)/;

const timeout = 90_000;

describe.skipIf(chromiumPath === undefined)(chromiumPath === undefined ? missing : "the portal in trouble", { timeout }, () => {
  let broker: PrivateBroker;
  let management: SwitchedManagement;
  let system: PortalSystem<"payment">;
  let browser: Browser;

  beforeAll(async () => {
    broker = await startPrivateBroker();
    management = await switchManagement(broker.managementUrl);
    const { username, password } = broker;
    const url = new URL(management.url);
    Object.assign(url, { username, password });
    system = await startPortalSystem({ broker, managementUrl: url.href, group: "orders", started: ["payment"] });
    browser = await openBrowser();
  }, timeout);
  afterAll(async () => {
    await browser.close();
    await system.close();
    await management.close();
    await broker.close();
  });

  const see = async (page: string): Promise<Visit> => browser.visit(`${system.url}/${page}`);

  test("while all is well, every page with figures is clean, usable by all, and no wider than a phone", async () => {
    const visit = await see("live/broker.html");
    const { page } = visit;
    await page.locator('svg.flow [data-node="queue:payment-queue"] .figures', { hasText: /\d/ }).first().waitFor();
    for (const name of ["broker", "services", "drift"]) {
      await page.goto(`${system.url}/live/${name}.html`);
      await page.getByText("Asking…").waitFor({ state: "detached" });
      await visit.expectAccessible();
      await visit.picture(`live-${name}`);
      await page.setViewportSize({ width: 390, height: 844 });
      await visit.expectNoSidewaysScrolling();
      await page.setViewportSize({ width: 1280, height: 900 });
    }
    await visit.expectClean();
    await visit.close();
  });

  test("a broker that is killed is told of on the page, which keeps its picture, and shows figures again when it is back", async () => {
    const visit = await see("live/broker.html");
    const { page } = visit;
    const row = page.getByRole("row").filter({ has: page.getByText("payment-queue", { exact: true }) });
    await row.getByRole("cell", { name: "work" }).waitFor();
    await broker.kill();
    await page.getByText("The broker is away.").first().waitFor();
    await row.getByText("not known now").waitFor();
    expect(await page.locator("svg.flow").first().isVisible()).toBe(true);
    await visit.expectAccessible();
    await visit.picture("trouble-broker-away");
    await broker.restart();
    await page.getByText("The broker is away.").first().waitFor({ state: "detached", timeout: 60_000 });
    await row.getByText("0.0").first().waitFor();
    await visit.expectClean(expected);
    await visit.close();
  });

  test("a management API that is gone is told apart from a broker that is gone, and is asked again", async () => {
    const [flow, drift] = await Promise.all([see("live/broker.html"), see("live/drift.html")]);
    await flow.page.getByText("Messages a second into queues").waitFor();
    await management.be("down");
    await flow.page.getByText("The broker works, but its management API gives no figures.").first().waitFor();
    await drift.page.reload();
    await drift.page.getByText("The page asks again by itself.").waitFor();
    await management.be("up");
    await flow.page.getByText("Messages a second into queues").waitFor();
    await drift.page.getByText(/differences? between the documents and the virtual host/).waitFor();
    for (const visit of [flow, drift]) {
      await visit.expectClean(expected);
      await visit.close();
    }
  });

  test("a management API that answers with something else does no harm", async () => {
    const visit = await see("live/broker.html");
    await visit.page.getByText("Messages a second into queues").waitFor();
    await management.be("hostile");
    await visit.page.getByText("The broker works, but its management API gives no figures.").first().waitFor();
    await management.be("up");
    await visit.page.getByText("Messages a second into queues").waitFor();
    await visit.expectClean(expected);
    await visit.close();
  });

  test("a queue whose name is markup is shown as text", async () => {
    const name = `<img src=x onerror=alert(1)>'"&`;
    await (await broker.channel()).assertQueue(name);
    const visit = await see("live/drift.html");
    await visit.page.getByText(name).first().waitFor();
    await visit.expectAccessible();
    await visit.picture("trouble-hostile-queue");
    await visit.expectClean();
    await visit.close();
  });

  test("a service that is killed is told of, and is there again when it is", async () => {
    const visit = await see("live/services.html");
    const row = visit.page.getByRole("row").filter({ hasText: "orders/payment" });
    await row.getByText("ready", { exact: true }).waitFor();
    await system.services.kill("payment");
    await row.getByText("does not answer").waitFor();
    await system.services.start("payment");
    await row.getByText("ready", { exact: true }).waitFor();
    await visit.expectClean();
    await visit.close();
  });

  test("a portal that is killed is told of on the page, and comes back to it", async () => {
    const visit = await see("flow.html");
    const { page } = visit;
    await page.getByText(/^Live\./).waitFor();
    await system.kill();
    await page.getByText("The page asks again by itself.").first().waitFor();
    await system.start();
    await page.getByText(/^Live\./).waitFor();
    await visit.expectClean(expected);
    await visit.close();
  });
});

interface SwitchedManagement {
  readonly url: string;
  /** `down`: nobody listens; `hostile`: answers 200 with what is no answer. */
  be(state: "up" | "down" | "hostile"): Promise<void>;
  close(): Promise<void>;
}

/** Stands before the management API and can be switched off. */
async function switchManagement(target: string): Promise<SwitchedManagement> {
  let hostile = false;
  const server = createServer((request, response) => {
    if (hostile) response.end("<script>alert(1)</script>");
    else void passOn(target, request, response);
  });
  const port = await listen(server, 0);
  const down = (): Promise<void> =>
    new Promise((resolve) => {
      server.close(() => resolve());
      server.closeAllConnections();
    });
  return {
    url: `http://127.0.0.1:${port}`,
    async be(state) {
      hostile = state === "hostile";
      if (state === "down") await down();
      else if (!server.listening) await listen(server, port);
    },
    close: down,
  };
}

async function passOn(target: string, { headers: all, url = "" }: IncomingMessage, response: ServerResponse): Promise<void> {
  const { authorization = "" } = all;
  const answer = await fetch(`${target}${url}`, { headers: { authorization } }).catch(() => undefined);
  response.writeHead(answer?.status ?? 502, { "content-type": answer?.headers.get("content-type") ?? "text/plain" });
  response.end(await answer?.text());
}

const listen = (server: Server, port: number): Promise<number> =>
  new Promise((resolve) => server.listen(port, "127.0.0.1", () => resolve((server.address() as AddressInfo).port)));
