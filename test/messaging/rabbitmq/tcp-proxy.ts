/** A stretch of network between a client and a broker that a test can break. */
import { once } from "node:events";
import { type AddressInfo, connect, createServer, type Socket } from "node:net";

export interface TcpProxy {
  /** The target's URL with this proxy's address. */
  readonly url: string;
  /** Connections accepted so far. */
  readonly accepted: number;
  /** Ends every connection with a reset. New ones are accepted. */
  cut(): void;
  /** From now on new connections are reset at once. */
  refuse(): void;
  accept(): void;
  /** From now on no byte passes, in either direction, and nobody is told. */
  stall(): void;
  /** Resets each new connection once the broker has sent so many bytes on it; undefined: never. */
  cutAfter(bytes: number | undefined): void;
  close(): Promise<void>;
}

export const startTcpProxy = async (target: string): Promise<TcpProxy> => {
  const { hostname, port } = new URL(target);
  const sockets = new Set<Socket>();
  let open = true;
  let stalled = false;
  let limit: number | undefined;
  let accepted = 0;
  const keep = (socket: Socket): void => {
    sockets.add(socket);
    // A reset is what these tests are about; the other side hears of it through `close`.
    socket.on("error", () => undefined);
    socket.on("close", () => sockets.delete(socket));
  };
  const server = createServer((client) => {
    keep(client);
    if (!open) return void client.resetAndDestroy();
    accepted++;
    const upstream = connect(Number(port), hostname);
    keep(upstream);
    let left = limit ?? Number.POSITIVE_INFINITY;
    client.on("data", (chunk) => !stalled && upstream.write(chunk));
    upstream.on("data", (chunk) => {
      if (stalled) return;
      client.write(chunk.subarray(0, left));
      left -= chunk.length;
      if (left <= 0) client.resetAndDestroy();
    });
    client.on("close", () => upstream.destroy());
    upstream.on("close", () => stalled || client.destroy());
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  const cut = (): void => {
    for (const socket of sockets) socket.resetAndDestroy();
  };
  const url = new URL(target);
  url.hostname = "127.0.0.1";
  url.port = String((server.address() as AddressInfo).port);
  return {
    url: url.href,
    get accepted() {
      return accepted;
    },
    cut,
    refuse: () => {
      open = false;
    },
    accept: () => {
      open = true;
    },
    stall: () => {
      stalled = true;
    },
    cutAfter: (bytes) => {
      limit = bytes;
    },
    close: async () => {
      open = false;
      server.close();
      cut();
      await once(server, "close");
    },
  };
};
