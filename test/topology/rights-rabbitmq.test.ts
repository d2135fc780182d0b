/** What RabbitMQ asks a right for, and how it reads patterns: the ground on which the generated permissions stand. */
import { randomBytes, randomUUID } from "node:crypto";
import type { Channel } from "amqplib";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { openUser, type User } from "../e2e/topology/attempts.js";
import { openTestBroker, type TestBroker } from "../support/broker.js";

let rabbit: TestBroker;
const name = `user-${randomUUID()}`;
const password = randomBytes(16).toString("hex");
beforeAll(async () => {
  rabbit = await openTestBroker();
  await rabbit.request("PUT", `/api/users/${name}`, { password, tags: "" });
  const channel = await rabbit.channel();
  await channel.assertExchange("topic", "topic");
  await channel.assertExchange("direct", "direct");
  await channel.assertQueue("queue", { arguments: { "x-dead-letter-exchange": "" } });
  await channel.close();
});
afterAll(async () => {
  await rabbit.request("DELETE", `/api/users/${name}`);
  await rabbit.close();
});

interface Rights {
  readonly configure?: string;
  readonly write?: string;
  readonly read?: string;
  readonly topic?: { readonly write: string; readonly read: string };
}

const withRights = async (rights: Rights, use: (user: User) => Promise<"done" | number>): Promise<"done" | number> => {
  const vhost = encodeURIComponent(rabbit.vhost);
  const { configure = "^$", write = "^$", read = "^$", topic } = rights;
  await rabbit.request("PUT", `/api/permissions/${vhost}/${name}`, { configure, write, read });
  if (topic !== undefined) await rabbit.request("PUT", `/api/topic-permissions/${vhost}/${name}`, { exchange: "topic", ...topic });
  const url = new URL(rabbit.url);
  [url.username, url.password] = [name, password];
  const user = await openUser(url.href);
  try {
    return await use(user);
  } finally {
    await user.close();
  }
};

type Outcome = "done" | number;
const doing = (act: (channel: Channel) => Promise<unknown>) => (user: User) => user.attempt(act);
const dying = (queue: string) => doing((channel) => channel.assertQueue(queue, { arguments: { "x-dead-letter-exchange": "" } }));
const spilling = (exchange: string) => doing((channel) => channel.assertExchange(exchange, "direct", { alternateExchange: "direct" }));
const binding = (exchange: string, key: string) => doing((channel) => channel.bindQueue("queue", exchange, key));

describe("a right is asked for", () => {
  const rows: [string, Rights, (user: User) => Promise<Outcome>, Outcome][] = [
    ["to declare an exchange that is there", {}, doing((channel) => channel.assertExchange("topic", "topic")), 403],
    [
      "to declare a queue that is there: configure, and no more, whatever its dead letters",
      { configure: "^queue\\z" },
      dying("queue"),
      "done",
    ],
    ["to make a queue with dead letters: not configure alone", { configure: "^new\\z" }, dying("new"), 403],
    ["nor with read", { configure: "^new\\z", read: "^new\\z" }, dying("new"), 403],
    ["but with write on the exchange too", { configure: "^new\\z", read: "^new\\z", write: "^amq\\.default\\z" }, dying("new"), "done"],
    ["to make an exchange with an alternate: not configure alone", { configure: "^spill\\z" }, spilling("spill"), 403],
    [
      "but with read on it and write on the alternate",
      { configure: "^spill\\z", read: "^spill\\z", write: "^direct\\z" },
      spilling("spill"),
      "done",
    ],
    ["to bind: not write on the queue alone", { write: "^queue\\z" }, binding("direct", "k"), 403],
    ["but with read on the exchange", { write: "^queue\\z", read: "^direct\\z" }, binding("direct", "k"), "done"],
    [
      "to publish to a queue by its name: write on amq.default, not on the queue",
      { write: "^queue\\z" },
      (user) => user.publish("", "queue"),
      403,
    ],
    ["which then is for every queue", { write: "^amq\\.default\\z" }, (user) => user.publish("", "queue"), "done"],
    [
      "to consume, whatever else one may do",
      { configure: ".*", write: ".*" },
      doing((channel) => channel.consume("queue", () => undefined)),
      403,
    ],
    ["to delete: configure", { write: ".*", read: ".*" }, doing((channel) => channel.deleteQueue("queue")), 403],
  ];
  test.each(rows)("%s", async (_title, rights, act, outcome) => expect(await withRights(rights, act)).toBe(outcome));
});

describe("a routing key on a topic exchange", () => {
  const writing = (write: string, key: string) =>
    withRights({ write: "^topic\\z", topic: { write, read: "^$" } }, (user) => user.publish("topic", key));
  const rows: [string, string, string, Outcome][] = [
    ["is let through where the pattern has it", "^a\\.b\\z", "a.b", "done"],
    ["and not where it does not", "^a\\.b\\z", "a.bc", 403],
    ["is found anywhere unless the pattern is anchored", "a\\.b", "xa.bx", "done"],
    ["may end with a line end where the pattern ends with $", "^a\\.b$", "a.b\n", "done"],
    ["and not where it ends with \\z", "^a\\.b\\z", "a.b\n", 403],
    ["may be empty where the pattern is ^$", "^$", "", "done"],
    ["or where it is empty", "", "", "done"],
    ["and not where nothing matches it", "(?!)", "", 403],
  ];
  test.each(rows)("%s", async (_title, pattern, key, outcome) => expect(await writing(pattern, key)).toBe(outcome));

  test("of a binding is looked at as it stands", async () => {
    const rights = { write: "^queue\\z", read: "^topic\\z", topic: { write: "^$", read: "^a\\.\\*\\z" } };
    expect(await withRights(rights, binding("topic", "a.*"))).toBe("done");
    expect(await withRights(rights, binding("topic", "a.b"))).toBe(403);
  });
});
