/** What follows from documents as permissions. */
import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ContractSet, deriveTopologies, readContracts } from "#contract";
import { leastPermissions, type Permissions, permissionScript, type TopicPermission } from "#topology";
import {
  application,
  binding,
  contractSet,
  defaultExchange,
  exchange,
  exchangeChannel,
  parameter,
  queue,
  queueChannel,
  receive,
  reply,
  send,
} from "../support/contract-builders.js";

const matches = (pattern: string, text: string): boolean => new RegExp(pattern.replaceAll("\\z", "$"), "su").test(text);

/** Which of the names each right covers. */
const covered = ({ configure, write, read }: Permissions, names: readonly string[]) => {
  const of = (pattern: string) => names.filter((name) => matches(pattern, name)).sort();
  return { configure: of(configure), write: of(write), read: of(read) };
};

const namesOf = (set: ContractSet): readonly string[] => [
  "amq.default",
  ...[...deriveTopologies(set).values()].flatMap(({ exchanges, queues }) => [...exchanges, ...queues].map(({ name }) => name)),
];

const permissionsOf = (id: string, set: ContractSet): Permissions => {
  const found = leastPermissions(set).find(({ application: user }) => user === id);
  if (found === undefined) throw new Error(`${id} has no permissions`);
  return found;
};

const rightsOf = (id: string, ...applications: readonly ReturnType<typeof application>[]) => {
  const set = contractSet(applications);
  return covered(permissionsOf(id, set), [...new Set(namesOf(set))]);
};

const events = exchange("events");
const commands = exchange("commands", "direct");

describe("an application may", () => {
  test("declare the queue that it reads with all that follows from it, bind it, and move what fails", () => {
    const channel = queueChannel(queue("work"), [binding(commands, "go")], { retryDelaysMs: [100] });
    const sender = application("sender", [send("tell", exchangeChannel(commands, "go"))]);
    expect(rightsOf("reader", application("reader", [receive("work", channel)]), sender)).toEqual({
      configure: ["work", "work.dlq", "work.wait.100"],
      write: ["amq.default", "work"],
      read: ["commands", "work", "work.wait.100"],
    });
    expect(rightsOf("sender", application("reader", [receive("work", channel)]), sender)).toEqual({
      configure: ["commands"],
      write: ["commands"],
      read: [],
    });
  });

  test("not take from a queue that it declares for another, nor bind it", () => {
    const channel = queueChannel(queue("work"), [binding(events, "a.*")], { retryDelaysMs: [] });
    const sender = application("sender", [send("tell", exchangeChannel(events, "a.b"))], [channel]);
    expect(rightsOf("sender", application("reader", [receive("work", channel)]), sender)).toEqual({
      configure: ["events"],
      write: ["events"],
      read: [],
    });
  });

  test("write to the dead-letter exchange of its queue, and to the alternate of its exchange, as RabbitMQ asks of who declares them", () => {
    const dead = exchange("dead", "fanout");
    const spilling = exchange("spilling", "direct", { arguments: { "alternate-exchange": "lost" } });
    const lost = exchange("lost", "fanout");
    const work = queueChannel(queue("work", { "x-dead-letter-exchange": "dead" }), [], { retryDelaysMs: [] });
    const app = application("a", [receive("work", work), send("spill", exchangeChannel(spilling, "k"))]);
    const desk = application("desk", [receive("rest", queueChannel(queue("rest"), [binding(dead), binding(lost)]))]);
    expect(rightsOf("a", app, desk)).toEqual({
      configure: ["dead", "lost", "spilling", "work", "work.dlq"],
      write: ["amq.default", "dead", "lost", "spilling"],
      read: ["spilling", "work"],
    });
  });

  test("see a dead-letter queue that another application reads, and not take from it", () => {
    const work = queueChannel(queue("work"), [], { deadLetterQueue: "graves", retryDelaysMs: [] });
    const desk = application("desk", [receive("bury", queueChannel(queue("graves")))]);
    const { configure, write, read } = rightsOf("a", application("a", [receive("work", work)]), desk);
    expect({ configure, write, read }).toEqual({ configure: ["work"], write: ["amq.default", "graves"], read: ["work"] });
  });

  test("have reply queues of its instances, and answer where requests say", () => {
    const replies = queueChannel(queue("replies.{instance}"), [binding(commands, "replies.{instance}")]);
    const asks = send("ask", exchangeChannel(commands, "ask"), { reply: reply({ channel: replies, address: "$message.header#/replyTo" }) });
    const answers = receive("ask", queueChannel(queue("asked"), [binding(commands, "ask")], { retryDelaysMs: [] }), {
      reply: reply({ channel: exchangeChannel(commands, null), address: "$message.header#/replyTo" }),
    });
    const set = contractSet([application("asker", [asks], [replies]), application("answerer", [answers])]);
    const names = ["replies.7f3a", "replies.", "replies.a.b", "asked", "commands", "amq.default"];
    expect(covered(permissionsOf("asker", set), names)).toEqual({
      configure: ["commands", "replies.7f3a"],
      write: ["amq.default", "commands", "replies.7f3a"],
      read: ["commands", "replies.7f3a"],
    });
    expect(covered(permissionsOf("answerer", set), names)).toEqual({
      configure: ["asked", "commands"],
      write: ["amq.default", "asked", "commands"],
      read: ["asked", "commands"],
    });
  });

  test("do nothing at all where its documents have no channels: it needs no user", () => {
    expect(leastPermissions(contractSet([application("http", [])]))).toEqual([]);
  });

  test("publish to the default exchange, which is told as a limit of RabbitMQ's", () => {
    const app = application("a", [send("tell", exchangeChannel(defaultExchange, "somewhere"))]);
    const { write, notes } = permissionsOf("a", contractSet([app]));
    expect(matches(write, "amq.default")).toBe(true);
    expect(notes).toEqual([expect.stringContaining("any queue of the virtual host")]);
  });
});

test("a name that is an exchange's and a queue's is told: RabbitMQ's patterns cannot tell one from the other", () => {
  const reader = application("reader", [receive("work", queueChannel(queue("commands")))]);
  const sender = application("sender", [send("tell", exchangeChannel(commands, "go"))]);
  const { notes } = permissionsOf("sender", contractSet([reader, sender]));
  expect(notes).toEqual(['"commands" is an exchange and a queue: RabbitMQ cannot give a right to one of them alone.']);
});

describe("on a topic exchange", () => {
  const topicOf = (...applications: readonly ReturnType<typeof application>[]): TopicPermission => {
    const [topic] = permissionsOf("a", contractSet(applications)).topics;
    if (topic === undefined) throw new Error("no topic exchange is limited");
    return topic;
  };

  test("it publishes with the keys of its operations, CC and BCC, and binds with its bindings' keys", () => {
    const work = queueChannel(queue("work"), [binding(events, "a.*"), binding(events, "b.#")]);
    const tell = send("tell", exchangeChannel(events, "a.{kind}", { parameters: [parameter("kind", ["x", "y"])] }), {
      cc: ["c"],
      bcc: ["d"],
    });
    const topic = topicOf(application("a", [receive("work", work), tell]));
    expect(topic.exchange).toBe("events");
    const keys = ["a.x", "a.y", "a.z", "c", "d", "a.*", "b.#", ""];
    expect(keys.filter((key) => matches(topic.write, key))).toEqual(["a.x", "a.y", "c", "d"]);
    expect(keys.filter((key) => matches(topic.read, key))).toEqual(["a.*", "b.#"]);
  });

  test("it answers with addresses of the allowed forms; with any where none are named", () => {
    const keys = ["replies.7f3a", "shared", "replies.a.b", "others"];
    const keysFor = (allowedAddresses: readonly string[]): readonly string[] => {
      const channel = exchangeChannel(events, null);
      const answer = reply({ channel, address: "$message.header#/replyTo", allowedAddresses, defaultAddress: "shared" });
      const topic = topicOf(application("a", [receive("ask", queueChannel(queue("asked")), { reply: answer })], [channel]));
      return keys.filter((key) => matches(topic.write, key));
    };
    expect(keysFor(["replies.{id}"])).toEqual(["replies.7f3a", "shared"]);
    expect(keysFor([])).toEqual(keys);
  });
});

describe("whatever the documents are", () => {
  const word = fc.string({ unit: fc.constantFrom(..."ab.*+?^$|()[]}\\ ".split("")), minLength: 1, maxLength: 4 });
  const systems = fc.uniqueArray(word, { minLength: 4, maxLength: 8 }).map(([first = "", ...rest]) => {
    const shared = exchange(`ex.${first}`, "direct");
    return rest.map((text, index) => {
      const own = exchange(`ex.${text}`, "topic");
      const channel = queueChannel(queue(`q.${text}`), [binding(shared, text)], { retryDelaysMs: [100] });
      const operations = [receive("read", channel), send("tell", exchangeChannel(own, text))];
      return { app: application(`app-${index}`, operations), shared: shared.name, own: own.name, work: channel.queue.name };
    });
  });

  test("each application may do what its document says by exactly the derived names", () => {
    fc.assert(
      fc.property(systems, (parts) => {
        const set = contractSet(parts.map(({ app }) => app));
        const names = [...new Set(namesOf(set))];
        for (const { app, shared, own, work } of parts) {
          expect(covered(permissionsOf(app.id, set), names)).toEqual({
            // Nobody writes to the shared exchange: it belongs to all who declare it.
            configure: [shared, own, work, `${work}.dlq`, `${work}.wait.100`].sort(),
            write: ["amq.default", own, work].sort(),
            read: [shared, work, `${work}.wait.100`].sort(),
          });
        }
      }),
      { numRuns: 100 },
    );
  });
});

test("the script quotes what a shell would read otherwise, and holds no password", async () => {
  const set = await readContracts("asyncapi");
  const script = permissionScript(leastPermissions(set), "it's /");
  expect(script).toContain("rabbitmqctl set_permissions -p 'it'\\''s /' orders/order '^(?:");
  expect(script).toContain(
    "rabbitmqctl set_topic_permissions -p 'it'\\''s /' orders/order order-events '^(?:order\\.completed|order\\.failed)\\z' '(?!)'",
  );
  expect(script).not.toMatch(/add_user \S+ \S/);
});
