/**
 * Lends the test files one broker. It is started when the first file asks for it, so that tests which need none wait for none.
 * Test files run in other processes: they ask over HTTP on loopback.
 */
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import type { TestProject } from "vitest/node";
import { type Broker, findBroker } from "../../scripts/setup/broker.mjs";
import { ownedFolder } from "../../scripts/setup/owned.mjs";

declare module "vitest" {
  interface ProvidedContext {
    /** `POST` there to get the broker's address as JSON: {@link BrokerAddress}. */
    brokerDesk: string;
  }
}

export interface BrokerAddress {
  readonly url: string;
  readonly managementUrl: string;
  readonly username: string;
  readonly password: string;
}

const startBroker = async (folder: string): Promise<Broker> =>
  findBroker({ folder, announce: (line) => process.stderr.write(`${line}\n`) });

const answerOf = (broker: BrokerAddress): string => {
  const { url, managementUrl, username, password } = broker;
  return JSON.stringify({ url, managementUrl, username, password });
};

export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const folder = ownedFolder(".warren/test");
  let broker: Promise<Broker> | undefined;
  const desk = createServer((_request, response) => {
    broker ??= startBroker(folder.path);
    broker.then(
      (started) => response.end(answerOf(started)),
      (error: unknown) => response.writeHead(500).end(error instanceof Error ? error.message : String(error)),
    );
  });
  await new Promise<void>((resolve) => desk.listen(0, "127.0.0.1", resolve));
  project.provide("brokerDesk", `http://127.0.0.1:${(desk.address() as AddressInfo).port}`);
  return async () => {
    desk.close();
    desk.closeAllConnections();
    const started = await broker?.catch(() => undefined);
    await started?.stop();
    folder.remove();
  };
}
