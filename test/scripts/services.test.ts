import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { describe, expect, onTestFinished, test } from "vitest";
import { spawnOwned, stopOwned } from "../../scripts/setup/owned.mjs";
import { apiUrls, listServices, untilReady } from "../../scripts/setup/services.mjs";

test("the services of a group are told where its HTTP applications listen, and nothing of other groups", () => {
  const service = (id: string, port: number | undefined) => {
    const [group = "", application = ""] = id.split("/");
    return { id, group, application, port };
  };
  const services = [
    service("shop/users", 8001),
    service("shop/users-worker", undefined),
    service("shop/price-list", 8002),
    service("school/users", 8003),
  ];
  const ports = new Map(services.map(({ id }, index) => [id, 4000 + index]));
  const urlsFor = apiUrls(services, (id) => ports.get(id) ?? 0);
  expect(urlsFor("shop")).toEqual({ USERS_API_URL: "http://127.0.0.1:4000", PRICE_LIST_API_URL: "http://127.0.0.1:4002" });
  expect(urlsFor("school")).toEqual({ USERS_API_URL: "http://127.0.0.1:4003" });
});

test("an application with an OpenAPI document has the port of its first server, a worker has none", async () => {
  const services = await listServices(process.cwd(), ["portfolio"]);
  expect(services.map(({ id, port }) => [id, port])).toEqual([
    ["portfolio/portfolio", 8003],
    ["portfolio/users", 8001],
    ["portfolio/users-worker", undefined],
  ]);
});

describe("waiting for a service", () => {
  test("ends with its first yes, even where it says that it lacks its broker; wholly, it goes on until nothing is lacking", async () => {
    let broker = false;
    const server = createServer((_request, response) => void response.end(JSON.stringify({ status: "up", checks: { broker } })));
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    onTestFinished(() => void server.close());
    const child = spawnOwned(process.execPath, ["-e", "setInterval(() => {}, 1000)"]);
    onTestFinished(() => stopOwned(child));
    const service = { id: "shop/orders", url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, child, logFile: "" };
    await untilReady(service);
    let isWhole = false;
    const wholly = untilReady(service, { wholly: true }).then(() => {
      isWhole = true;
    });
    await untilReady(service);
    expect(isWhole).toBe(false);
    broker = true;
    await wholly;
  });
});
