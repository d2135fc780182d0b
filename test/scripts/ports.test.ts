import { type AddressInfo, createServer, type Server } from "node:net";
import { expect, onTestFinished, test } from "vitest";
import { accepts, anyPorts, isFree, portNear } from "../../scripts/setup/ports.mjs";

const listen = async (port: number, host?: string): Promise<Server> => {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen({ port, host }, resolve));
  onTestFinished(() => void server.close());
  return server;
};

test("ports that are given away are free and all different", async () => {
  const ports = await anyPorts(5);
  expect(new Set(ports).size).toBe(5);
  for (const port of ports) expect(await isFree(port)).toBe(true);
});

test("what is given away is none of the ports that the system gives to whoever asks for any", async () => {
  const ports = await anyPorts(20);
  const { port } = (await listen(0)).address() as AddressInfo;
  expect(Math.max(...ports)).toBeLessThan(32_768);
  expect(port).toBeGreaterThanOrEqual(32_768);
});

test.each(["127.0.0.1", "0.0.0.0"])("a port that something listens on at %s is not free", async (host) => {
  const [port = 0] = await anyPorts(1);
  await listen(port, host);
  expect(await isFree(port)).toBe(false);
  expect(await accepts("127.0.0.1", port)).toBe(true);
});

test("a wished port is given when it is free, and another when it is taken", async () => {
  const server = await listen(0, "127.0.0.1");
  const address = server.address();
  const taken = typeof address === "object" && address !== null ? address.port : 0;
  expect(await portNear(taken)).not.toBe(taken);
  await new Promise((resolve) => server.close(resolve));
  expect(await portNear(taken)).toBe(taken);
});

test("a port is given away only once", async () => {
  const [port = 0] = await anyPorts(1);
  expect(await portNear(port)).not.toBe(port);
});
