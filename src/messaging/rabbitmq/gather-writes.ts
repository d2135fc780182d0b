import { Duplex } from "node:stream";
import type { ChannelModel } from "amqplib";

/**
 * Makes what a connection writes in one turn of the event loop leave in one system call. amqplib hands every frame to the socket
 * by itself; without Nagle's algorithm each would be a packet, and each packet wakes the broker.
 */
export const gatherWrites = (connection: ChannelModel): void => {
  const { stream } = connection.connection as { readonly stream?: unknown };
  // An amqplib that keeps its socket elsewhere works as before.
  if (!(stream instanceof Duplex)) return;
  const write = stream.write.bind(stream) as (...args: readonly unknown[]) => boolean;
  let gathering = false;
  const leave = (): void => {
    gathering = false;
    stream.uncork();
  };
  stream.write = (...args: readonly unknown[]): boolean => {
    if (!gathering) {
      gathering = true;
      stream.cork();
      process.nextTick(leave);
    }
    return write(...args);
  };
};
