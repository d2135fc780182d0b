import { openMemoryBroker, openRabbit } from "#messaging";
import { openTestBroker } from "../support/broker.js";
import type { Stage } from "./broker-spec/stage.js";
import { brokerSpec } from "./broker-spec.js";
import { startTcpProxy } from "./rabbitmq/tcp-proxy.js";

const openMemoryStage = async (): Promise<Stage> => {
  const { server } = openMemoryBroker();
  return {
    open: (options) => server.open(options),
    away: () => server.stop(),
    back: () => server.start(),
    deleteQueue: async (name) => server.deleteQueue(name),
    close: async () => server.stop(),
  };
};

/** Through a proxy, so that the network can be cut while the broker, which other test files use too, goes on. */
const openRabbitStage = async (): Promise<Stage> => {
  const rabbit = await openTestBroker();
  const proxy = await startTcpProxy(rabbit.url);
  const opened: ReturnType<typeof openRabbit>[] = [];
  return {
    open: (options) => {
      const broker = openRabbit({ url: proxy.url, name: "broker-spec", ...options });
      opened.push(broker);
      return broker;
    },
    away: () => {
      proxy.refuse();
      proxy.cut();
    },
    back: () => proxy.accept(),
    deleteQueue: async (name) => {
      const channel = await rabbit.channel();
      await channel.deleteQueue(name);
      await channel.close();
    },
    close: async () => {
      await Promise.all(opened.map((broker) => broker.close()));
      await proxy.close();
      await rabbit.close();
    },
  };
};

brokerSpec("in memory", openMemoryStage);
brokerSpec("rabbitmq", openRabbitStage);
