import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import type { Express } from "express";

export interface ListenOptions {
  /** 0 takes any free port. */
  readonly port: number;
  /** @default "127.0.0.1" */
  readonly host?: string;
  /** What the user sets to have it otherwise, for error messages. @default HTTP_PORT and HTTP_HOST */
  readonly settings?: { readonly port: string; readonly host: string };
}

const variables = { port: "HTTP_PORT", host: "HTTP_HOST" };

export interface HttpServer {
  /** Base address without a trailing slash. */
  readonly url: string;
  readonly port: number;
  /** Takes no new requests, lets running ones finish for up to `graceMs`, then cuts them. */
  close(graceMs: number): Promise<void>;
}

/** Listens. Rejects with one plain sentence when the port is taken or not allowed. */
export async function listen(app: Express, { port, host = "127.0.0.1", settings = variables }: ListenOptions): Promise<HttpServer> {
  const server = createServer({ requestTimeout: 60_000, headersTimeout: 15_000, keepAliveTimeout: 5_000 });
  server.on("request", (_request, response) => {
    // Whoever keeps a connection open would go on sending requests to a server that is closing.
    if (!server.listening) response.setHeader("connection", "close");
  });
  server.on("request", app);
  await new Promise<void>((resolve, reject) => {
    server.once("error", (error: NodeJS.ErrnoException) => reject(listenError(error, { host, port, settings })));
    server.listen(port, host, resolve);
  });
  const bound = (server.address() as AddressInfo).port;
  const name = host.includes(":") ? `[${host}]` : host;
  return { url: `http://${name}:${bound}`, port: bound, close: (graceMs) => close(server, graceMs) };
}

function listenError(error: NodeJS.ErrnoException, { host, port, settings }: Required<ListenOptions>): Error {
  if (error.code === "EADDRINUSE")
    return new Error(`Port ${port} on ${host} is taken by another program; set ${settings.port} to a free one.`);
  if (error.code === "EACCES")
    return new Error(`Port ${port} on ${host} may not be used by this user; set ${settings.port} to one above 1023.`);
  if (error.code === "EADDRNOTAVAIL" || error.code === "ENOTFOUND" || error.code === "EAI_AGAIN")
    return new Error(`This machine has no address ${host} to listen on; set ${settings.host} to one of its own.`);
  return error;
}

function close(server: Server, graceMs: number): Promise<void> {
  return new Promise((resolve) => {
    const cut = setTimeout(() => server.closeAllConnections(), graceMs);
    // Connections whose request was under way when closing began are idle later.
    const sweep = setInterval(() => server.closeIdleConnections(), 50);
    server.close(() => {
      clearTimeout(cut);
      clearInterval(sweep);
      resolve();
    });
    server.closeIdleConnections();
  });
}
