/** RabbitMQ's management API, as far as tests need it. */

export interface QueueState {
  readonly name: string;
  readonly type: string;
  readonly durable: boolean;
  readonly auto_delete: boolean;
  readonly exclusive: boolean;
  readonly arguments: Readonly<Record<string, unknown>>;
}

export interface BindingState {
  readonly source: string;
  readonly destination: string;
  readonly routing_key: string;
  readonly arguments: Readonly<Record<string, unknown>>;
}

export interface ExchangeState {
  readonly name: string;
  readonly type: string;
  readonly durable: boolean;
  readonly auto_delete: boolean;
  readonly arguments: Readonly<Record<string, unknown>>;
}

/** A message looked at and left in its queue. */
export interface PeekedMessage {
  readonly payload: string;
  readonly exchange: string;
  readonly routing_key: string;
  readonly redelivered: boolean;
  readonly properties: { readonly headers?: Readonly<Record<string, unknown>> } & Readonly<Record<string, unknown>>;
}

export interface Management {
  createVhost(): Promise<void>;
  removeVhost(): Promise<void>;
  /** What is declared. Counts are not here: the API's lag behind; see `depth`. */
  queues(): Promise<readonly QueueState[]>;
  /** Without the built-in ones. */
  exchanges(): Promise<readonly ExchangeState[]>;
  /** Without the default exchange's. */
  bindings(): Promise<readonly BindingState[]>;
  /** The first messages of a queue, put back afterwards (which marks them redelivered). Of a body only the first 50 kB. */
  peek(queue: string, count?: number): Promise<readonly PeekedMessage[]>;
  /** Cuts every client connection of the virtual host, as a network fault or an operator would; tells how many there were. */
  dropConnections(): Promise<number>;
  /** Any other call; `path` starts with `/api/`. Rejects unless the answer is 2xx. */
  request<T>(method: string, path: string, body?: unknown): Promise<T>;
}

interface Access {
  readonly managementUrl: string;
  readonly username: string;
  readonly password: string;
  readonly vhost: string;
}

type Request = Management["request"];

const createRequest = ({ managementUrl, username, password }: Access): Request => {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString("base64")}`;
  return async <T>(method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(managementUrl + path, {
      method,
      headers: { authorization, "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path} answered ${response.status}: ${text}`);
    return (text === "" ? undefined : JSON.parse(text)) as T;
  };
};

const dropConnections = async (request: Request, vhost: string): Promise<number> => {
  const connections = await request<{ name: string }[]>("GET", `/api/vhosts/${vhost}/connections`);
  for (const { name } of connections) {
    // One that closed meanwhile answers 404: it is as gone as we want it.
    await request("DELETE", `/api/connections/${encodeURIComponent(name)}`).catch(() => undefined);
  }
  return connections.length;
};

export const createManagement = (access: Access): Management => {
  const request = createRequest(access);
  const vhost = encodeURIComponent(access.vhost);
  const peekOptions = { ackmode: "ack_requeue_true", encoding: "auto", truncate: 50_000 };
  return {
    request,
    async createVhost() {
      await request("PUT", `/api/vhosts/${vhost}`, {});
      const everything = { configure: ".*", write: ".*", read: ".*" };
      await request("PUT", `/api/permissions/${vhost}/${encodeURIComponent(access.username)}`, everything);
    },
    removeVhost: () => request("DELETE", `/api/vhosts/${vhost}`),
    queues: () => request("GET", `/api/queues/${vhost}`),
    async exchanges() {
      const all = await request<ExchangeState[]>("GET", `/api/exchanges/${vhost}`);
      return all.filter(({ name }) => name !== "" && !name.startsWith("amq."));
    },
    async bindings() {
      const all = await request<BindingState[]>("GET", `/api/bindings/${vhost}`);
      return all.filter(({ source }) => source !== "");
    },
    peek: (queue, count = 100) => request("POST", `/api/queues/${vhost}/${encodeURIComponent(queue)}/get`, { ...peekOptions, count }),
    dropConnections: () => dropConnections(request, vhost),
  };
};
