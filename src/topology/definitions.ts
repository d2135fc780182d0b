/** RabbitMQ's definitions format (https://www.rabbitmq.com/docs/definitions): what a broker imports at start-up or through its management API. */
import { createHash, randomBytes } from "node:crypto";
import type { ContractSet, Json } from "#contract";
import { leastPermissions } from "./permissions/permissions.js";
import { lastingOnly, wantedTopology } from "./wanted.js";

export interface DefinitionsOptions {
  readonly vhost: string;
  /** By user; users are named as their applications. Every application that {@link leastPermissions} lists needs one. */
  readonly passwords: ReadonlyMap<string, string>;
}

/**
 * Users, permissions, and all that lasts: exchanges, queues and bindings. Queues of instances are left to them. Passwords are stored as
 * RabbitMQ stores them, salted and hashed; so two runs never give the same text. Throws `RangeError` for a missing or empty password.
 */
export function definitionsOf(set: ContractSet, { vhost, passwords }: DefinitionsOptions): Json {
  const { exchanges, queues, bindings } = lastingOnly(wantedTopology(set));
  const permissions = leastPermissions(set);
  return {
    users: permissions.map(({ application }) => userOf(application, passwords.get(application))),
    vhosts: [{ name: vhost }],
    permissions: permissions.map(({ application: user, configure, write, read }) => ({ user, vhost, configure, write, read })),
    topic_permissions: permissions.flatMap(({ application: user, topics }) => topics.map((topic) => ({ user, vhost, ...topic }))),
    exchanges: exchanges.map(({ name, type, durable, autoDelete, arguments: args }) => ({
      name,
      vhost,
      type,
      durable,
      auto_delete: autoDelete,
      internal: false,
      arguments: args,
    })),
    queues: queues.map(({ name, durable, autoDelete, arguments: args }) => ({
      name,
      vhost,
      durable,
      auto_delete: autoDelete,
      arguments: args,
    })),
    bindings: bindings.map(({ exchange, queue, routingKey, arguments: args }) => ({
      source: exchange,
      vhost,
      destination: queue,
      destination_type: "queue",
      routing_key: routingKey,
      arguments: args,
    })),
  };
}

function userOf(name: string, password: string | undefined): Json {
  if (password === undefined || password === "") throw new RangeError(`There is no password for the user "${name}".`);
  return { name, password_hash: passwordHash(password), hashing_algorithm: "rabbit_password_hashing_sha256", tags: [] };
}

/** Four random bytes, then SHA-256 of them and the password (https://www.rabbitmq.com/docs/passwords). */
export function passwordHash(password: string, salt: Buffer = randomBytes(4)): string {
  const digest = createHash("sha256").update(salt).update(password, "utf8").digest();
  return Buffer.concat([salt, digest]).toString("base64");
}
