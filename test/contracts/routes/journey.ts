/**
 * Takes real messages along one route of the documents: sent by the generated code of its producer, through RabbitMQ, to the generated
 * code of its consumer.
 *
 * Nothing waits for the documents' times. A message that waits in a queue is taken out and published again exactly as it came, with an
 * expiration of one millisecond beside the queue's own: RabbitMQ goes by the shorter of the two, and what happens then is the queue's doing.
 */
import { setTimeout as pause } from "node:timers/promises";
import { expect } from "vitest";
import {
  amqpTypeOf,
  type ContractSet,
  type Hop,
  type Json,
  type Message,
  type Operation,
  parseRuntimeExpression,
  type Route,
  type RouteEnd,
} from "#contract";
import { type Delivery, MessagingError, type OutgoingMessage, type Received } from "#messaging";
import type { TestBroker } from "../../support/broker.js";
import type { TakenMessage } from "../../support/raw-client.js";
import { type SchemaSamples, schemaSamples } from "../values/message-samples.js";
import type { NearValue } from "../values/near-values.js";
import { type Consuming, type GeneratedApplication, instance, type Sending } from "./applications.js";

export interface Stage {
  readonly set: ContractSet;
  readonly broker: TestBroker;
  readonly applications: ReadonlyMap<string, GeneratedApplication>;
}

type Leg = Extract<Hop, { kind: "expire" | "dead-letter" | "retry" }>;
/** How a message is made to leave a queue for its dead letters. */
type Death = Extract<Hop, { kind: "dead-letter" }>["reasons"][number];

/** Every message of the route, by every way in which it may happen; many samples where nothing stands between the two ends. */
export async function travel(stage: Stage, route: Route): Promise<void> {
  const noted = new Map([...stage.applications].map(([id, { notes }]) => [id, notes.length]));
  try {
    await travelled(stage, route);
  } catch (error) {
    const notes = [...stage.applications].flatMap(([id, application]) =>
      application.notes.slice(noted.get(id)).map((note) => `${id}: ${note}`),
    );
    if (error instanceof Error && notes.length > 0) error.message += `\nThe runtime said:\n${notes.join("\n")}`;
    throw error;
  }
}

async function travelled(stage: Stage, route: Route): Promise<void> {
  const journey = new Journey(stage, route);
  for (const message of journey.messages) {
    const { accepted, refused } = journey.samples(message);
    if (journey.legs.length === 0) await journey.straight(message, accepted);
    else for (const death of journey.deaths()) await journey.roundabout(message, death === "invalid" ? refused : accepted, death);
  }
}

class Journey {
  readonly messages: readonly Message[];
  readonly legs: readonly Leg[];
  readonly #stage: Stage;
  readonly #route: Route;
  readonly #samples = new Map<string, SchemaSamples>();

  constructor(stage: Stage, route: Route) {
    this.#stage = stage;
    this.#route = route;
    const { producer, hops } = route;
    this.messages = sentBy(this.#operation(producer)).filter(({ key }) => producer.messages.includes(key));
    this.legs = hops.filter((hop): hop is Leg => hop.kind === "expire" || hop.kind === "dead-letter" || hop.kind === "retry");
  }

  samples({ payload }: Message): SchemaSamples {
    const known = this.#samples.get(payload) ?? schemaSamples(payload, this.#stage.set.schemas);
    this.#samples.set(payload, known);
    return { ...known, accepted: known.accepted.filter(({ value }) => takesThisWay(value, this.#route)) };
  }

  /** The reasons that the last dead-lettering of the route gives; undefined where it has none. */
  deaths(): readonly (Death | undefined)[] {
    const last = this.legs.findLast((leg) => leg.kind === "dead-letter");
    return last?.kind === "dead-letter" ? last.reasons.filter((reason) => reason !== "maxlen") : [undefined];
  }

  /** All samples, and the consumer gets each as it was sent. */
  async straight(message: Message, samples: readonly NearValue[]): Promise<void> {
    await this.#clear();
    const { consumer } = this.#route;
    if (this.#isAnswer) {
      for (const sample of samples) await this.#answered(message, sample);
      return;
    }
    if (consumer === undefined) throw new Error(`nobody reads ${this.#queue}`);
    const handler = new Recorder(0, this.#answerTo(consumer));
    const consuming = await this.#application(consumer).consume(consumer.operation, handler.handle);
    const sending = await this.#sending();
    try {
      for (const sample of samples) {
        await this.#send(sending, message, sample);
        const received = await handler.next(sample.about);
        const outgoing = latest(sending.sent);
        this.#same(sample, message, outgoing, received, latest(consuming.deliveries));
      }
    } finally {
      await Promise.all([consuming.stop(), sending.stop()]);
    }
  }

  /** One sample, along every leg. */
  async roundabout(message: Message, samples: readonly NearValue[], death: Death | undefined): Promise<void> {
    const sample = samples[this.#route.hops.length % samples.length];
    if (sample === undefined) throw new Error(`no sample of ${message.name} could be made`);
    await this.#clear();
    const body = await this.#depart(message, sample, death);
    const last = this.legs.at(-1);
    for (const leg of this.legs) if (leg.kind !== "retry") await this.#leave(leg, leg === last ? death : undefined);
    const { consumer } = this.#route;
    if (consumer === undefined || death === "invalid") await this.#rests(body, last, death);
    else await this.#isTaken(consumer, body, message, last, sample);
  }

  /** Puts the message into the first queue of the route; gives its bytes. */
  async #depart(message: Message, sample: NearValue, death: Death | undefined): Promise<Buffer> {
    const [first] = this.#route.hops;
    if (first?.kind !== "publish" && first?.kind !== "reply") throw new Error("a route begins with a publish");
    const [, bound] = this.#route.hops;
    const queue = bound?.kind === "bind" ? named(bound.queue) : this.#queue;
    const reply = this.#isAnswer && this.legs[0]?.kind === "dead-letter" && death === "invalid";
    if (death === "invalid") {
      const body = Buffer.from(JSON.stringify(sample.value));
      const properties = { contentType: message.contentType, type: amqpTypeOf(message), correlationId: "nobody-asked" };
      await this.#stage.broker.send(first.exchange, named(first.routingKey), body, properties);
      return body;
    }
    if (this.#isAnswer || reply) return this.#answer(message, sample, queue);
    const sending = await this.#sending();
    // Whoever asks is not answered on this way, and does not wait for it.
    void this.#send(sending, message, sample).catch(() => undefined);
    await this.#arrives(queue);
    await sending.stop();
    return latest(sending.sent).body;
  }

  /** Makes the message leave a queue as the documents say that it may. */
  async #leave(leg: Exclude<Leg, { kind: "retry" }>, death: Death = "rejected"): Promise<void> {
    const queue = named(leg.queue);
    await this.#arrives(queue);
    if (leg.kind === "expire") return this.#hurry(queue);
    const consumer = this.#readerOf(leg.queue);
    const byBroker = death === "delivery_limit" || !leg.reasons.includes("invalid") || consumer === undefined;
    if (byBroker) return this.#refuse(queue, death === "delivery_limit", this.#next(leg));
    const operation = this.#operation(consumer);
    const application = this.#application(consumer);
    const consuming =
      operation.action === "send" ? await application.requester() : await application.consume(consumer.operation, failing(death));
    try {
      const tiers = operation.action === "receive" ? operation.channel.retryDelaysMs : [];
      if (death === "exhausted") for (const tier of tiers) await this.#hurry(`${queue}.wait.${tier}`);
      await this.#arrives(this.#next(leg));
    } finally {
      await consuming.stop();
    }
  }

  /** Past the last leg, the route's consumer gets the message as it was sent. */
  async #isTaken(consumer: RouteEnd, body: Buffer, message: Message, last: Leg | undefined, sample: NearValue): Promise<void> {
    const operation = this.#operation(consumer);
    const tiers = operation.action === "receive" ? operation.channel.retryDelaysMs : [];
    const failures = last?.kind === "retry" ? tiers.indexOf(last.delayMs) + 1 : 0;
    const handler = new Recorder(failures, this.#answerTo(consumer));
    const consuming = await this.#application(consumer).consume(consumer.operation, handler.handle);
    try {
      for (const tier of tiers.slice(0, failures)) await this.#hurry(`${this.#queue}.wait.${tier}`);
      const received = await handler.next(sample.about);
      expect(received.payload, sample.about).toEqual(JSON.parse(body.toString()));
      expect(received.name, "the message's type").toBe(this.#takenAs(consumer, message));
      expect(handler.attempts, "attempts").toEqual(Array.from({ length: failures + 1 }, (_, at) => at + 1));
      if (last?.kind === "retry")
        expect(journeysOf(latest(consuming.deliveries)), "queues it expired in").toContain(named(last.delayQueue));
      else expect(received.died, "where it died first").toMatchObject({ queue: named(this.legs[0]?.queue ?? "") });
    } finally {
      await consuming.stop();
    }
  }

  /** The message lies where the route ends, byte for byte, with the reason. */
  async #rests(body: Buffer, last: Leg | undefined, death: Death | undefined): Promise<void> {
    await this.#arrives(this.#queue);
    const [letter, ...others] = await this.#stage.broker.take(this.#queue);
    expect(others, "messages in the queue").toHaveLength(0);
    expect(letter?.body.toString(), "the body").toBe(body.toString());
    if (last === undefined) return;
    const told = { code: letter?.headers["x-failure-code"], reason: letter?.headers["x-first-death-reason"] };
    const died = last.kind === "expire" ? { reason: "expired" } : byRuntime(last, death) ? { code: failureCodes[death ?? "rejected"] } : {};
    expect(told, "why it is there").toMatchObject(died);
    if (last.kind === "dead-letter" && !byRuntime(last, death)) expect(deathsOf(letter), "why it is there").toContain(death);
  }

  /** An answer, in the queue of whoever asked; nobody reads it yet. */
  async #answer(message: Message, sample: NearValue, queue: string): Promise<Buffer> {
    const responding = await this.#responding(sample);
    try {
      await this.#ask(`asked-${sample.about}`);
      await this.#arrives(queue);
      const [answer] = await this.#stage.broker.peek(queue, 1);
      this.#filled(sample, message, JSON.parse(answer?.payload ?? "null") as Json);
      return Buffer.from(answer?.payload ?? "");
    } finally {
      await responding.stop();
    }
  }

  /** One request and its answer: asked by the generated requester where there is one, else by a client that names the address itself. */
  async #answered(message: Message, sample: NearValue): Promise<void> {
    const { consumer } = this.#route;
    const responding = await this.#responding(sample);
    if (consumer === undefined) {
      await responding.stop();
      const body = await this.#answer(message, sample, this.#queue);
      await this.#rests(body, undefined, undefined);
      return;
    }
    const asking = await this.#application(consumer).requester();
    try {
      const request = this.#request(consumer);
      const answer = await asking.send(consumer.operation, request.key, this.samples(request).accepted[0]?.value ?? null, patient);
      const payload = isAnswer(answer) ? answer.payload : answer;
      this.#filled(sample, message, payload as Json);
      const delivery = latest(asking.deliveries);
      expect(delivery.correlationId, "correlation id").toBe(latest(asking.sent).correlationId);
      expect([delivery.type, delivery.contentType], "type and content type").toEqual([amqpTypeOf(message), message.contentType]);
    } finally {
      await Promise.all([asking.stop(), responding.stop()]);
    }
  }

  /** The producer of answers, which answers every request with the sample. */
  #responding(sample: NearValue): Promise<Consuming> {
    const { producer } = this.#route;
    const [answer] = this.messages;
    return this.#application(producer).consume(producer.operation, async () => answer && unmarked(answer, sample.value));
  }

  /** A request of no generated code, which names the route's address unless that is the one for requests that name none. */
  async #ask(correlationId: string): Promise<void> {
    const { producer, hops } = this.#route;
    const operation = this.#operation(producer);
    const [reply] = hops;
    if (operation.action !== "receive" || reply?.kind !== "reply") throw new Error("only a receive operation answers");
    const [request] = operation.messages;
    if (request === undefined) throw new Error(`${operation.key} takes no message`);
    const isDefault = operation.reply?.defaultAddress === reply.routingKey;
    const [sample] = this.samples(request).accepted;
    const properties = { correlationId, type: amqpTypeOf(request), contentType: request.contentType };
    const body = JSON.stringify(sample?.value);
    await this.#stage.broker.send("", operation.channel.queue.name, body, {
      ...properties,
      ...(isDefault ? {} : { replyTo: named(reply.routingKey) }),
    });
  }

  /** What the consumer got is what was sent: payload, headers, type, ids; and what was sent is the sample, with what the runtime fills in. */
  #same(sample: NearValue, message: Message, outgoing: OutgoingMessage, received: Received, delivery: Delivery): void {
    const { about } = sample;
    const sent = JSON.parse(outgoing.body.toString()) as Json;
    this.#filled(sample, message, sent);
    expect(received.payload, about).toEqual(sent);
    expect(delivery.body.equals(outgoing.body), "the bytes").toBe(true);
    const { type, contentType, messageId, correlationId, replyTo } = outgoing;
    expect(delivery, about).toMatchObject({
      type,
      contentType,
      messageId,
      ...(correlationId && { correlationId }),
      ...(replyTo && { replyTo }),
    });
    expect({ type, contentType }, "as the document says").toEqual({ type: amqpTypeOf(message), contentType: message.contentType });
    expect(delivery.headers, about).toMatchObject(outgoing.headers);
    if (this.#route.consumer !== undefined) expect(received.name).toBe(this.#takenAs(this.#route.consumer, message));
    expect(received.correlationId, "correlation id").toBe(correlationId);
  }

  /** The sample itself; a property that the runtime writes may be there besides, and a correlation id another. */
  #filled({ about, value }: NearValue, { fill = {}, correlationId }: Message, sent: Json): void {
    const own = markOf(correlationId);
    const added = [...Object.keys(fill), ...(own === undefined ? [] : [own])];
    const written = isObject(value) && isObject(sent) ? added.filter((name) => name in sent && (name === own || !(name in value))) : [];
    const expected = written.map((name) => [name, isObject(sent) ? sent[name] : undefined]);
    expect(sent, about).toEqual(isObject(value) ? { ...value, ...Object.fromEntries(expected) } : value);
  }

  async #sending(): Promise<Sending & { stop(): Promise<void> }> {
    const { producer } = this.#route;
    const application = this.#application(producer);
    const isRequest = application.contract.requests.some(({ id }) => id === producer.operation);
    return isRequest ? application.requester() : { ...application.publisher(), stop: async () => undefined };
  }

  #send(sending: Sending, message: Message, { value }: NearValue): Promise<unknown> {
    const isRequest = this.#operation(this.#route.producer).reply !== undefined;
    const headers = message.headers === undefined ? {} : { headers: this.#headers(message.headers) };
    const sent = sending.send(this.#route.producer.operation, message.key, value, { ...headers, ...(isRequest ? patient : {}) });
    if (!isRequest) return sent;
    sent.catch(() => undefined);
    return Promise.resolve();
  }

  #headers = (id: string): Json => schemaSamples(id, this.#stage.set.schemas).accepted[0]?.value ?? {};

  /** Waits until a message is ready in a queue. */
  async #arrives(queue: string): Promise<void> {
    await until(
      async () => ((await this.#stage.broker.depth(queue)) ?? 0) > 0,
      () => `no message has come to ${queue}`,
    );
  }

  /** The message that waits in the queue goes on at once. It may have gone by itself: short delays do. */
  async #hurry(queue: string): Promise<void> {
    const channel = await this.#stage.broker.channel();
    const before = Date.now();
    try {
      await until(
        async () => {
          const waiting = await channel.get(queue);
          if (waiting === false) return Date.now() - before > shortDelayMs && (await channel.checkQueue(queue)).messageCount === 0;
          const { exchange, routingKey } = waiting.fields;
          channel.publish(exchange, routingKey, waiting.content, { ...waiting.properties, expiration: "1" });
          channel.ack(waiting);
          await channel.waitForConfirms();
          return true;
        },
        () => `no message has come to ${queue}`,
      );
    } finally {
      await channel.close();
    }
  }

  /** As a consumer that is not ours may: refuses for good, or gives back until the broker has enough of it. */
  async #refuse(queue: string, again: boolean, next: string): Promise<void> {
    const channel = await this.#stage.broker.channel();
    await channel.consume(queue, (message) => message && channel.nack(message, false, again));
    await this.#arrives(next);
    await channel.close();
  }

  async #clear(): Promise<void> {
    const queues = this.#route.hops.flatMap((hop) =>
      "queue" in hop ? [named(hop.queue), ...("delayQueue" in hop ? [named(hop.delayQueue)] : [])] : [],
    );
    const channel = await this.#stage.broker.channel();
    for (const queue of new Set([...queues, this.#queue])) await channel.purgeQueue(queue);
    await channel.close();
  }

  get #queue(): string {
    return named(this.#route.queue);
  }

  get #isAnswer(): boolean {
    return this.#route.hops[0]?.kind === "reply";
  }

  /** The queue that a leg leads to. */
  #next(leg: Leg): string {
    const { hops } = this.#route;
    const next = hops.slice(hops.indexOf(leg) + 1).find((hop) => hop.kind === "bind");
    return next?.kind === "bind" ? named(next.queue) : this.#queue;
  }

  #application({ application }: RouteEnd): GeneratedApplication {
    const found = this.#stage.applications.get(application);
    if (found === undefined) throw new Error(`there is no application ${application}`);
    return found;
  }

  #operation({ application, operation }: RouteEnd): Operation {
    const found = this.#stage.set.applications.find(({ id }) => id === application)?.operations.find(({ key }) => key === operation);
    if (found === undefined) throw new Error(`${application} has no operation ${operation}`);
    return found;
  }

  /** Who takes messages out of a queue: by a receive operation, or by one that asks. */
  #readerOf(queue: string): RouteEnd | undefined {
    const ends = this.#stage.set.applications.flatMap(({ id, operations }) => operations.map((operation) => ({ id, operation })));
    const found = ends.find(({ operation }) => readQueue(operation) === queue);
    return found && { application: found.id, operation: found.operation.key };
  }

  #request(consumer: RouteEnd): Message {
    const [request] = this.#operation(consumer).messages;
    if (request === undefined) throw new Error(`${consumer.operation} sends no message`);
    return request;
  }

  /** By what name the consumer knows the message: both say the same AMQP type. */
  #takenAs(consumer: RouteEnd, message: Message): string | undefined {
    return this.#operation(consumer).messages.find((each) => amqpTypeOf(each) === amqpTypeOf(message))?.key;
  }

  /** What a handler gives back: an answer where the operation has one. */
  #answerTo(consumer: RouteEnd): Json | undefined {
    const [answer] = this.#operation(consumer).reply?.messages ?? [];
    return answer && unmarked(answer, this.samples(answer).accepted[0]?.value ?? null);
  }
}

/** A handler that fails so many times, and then keeps what comes. */
class Recorder {
  readonly attempts: number[] = [];
  readonly #received: Received[] = [];
  readonly #failures: number;
  readonly #answer: Json | undefined;
  #taken = 0;

  constructor(failures: number, answer: Json | undefined) {
    this.#failures = failures;
    this.#answer = answer;
  }

  readonly handle = async (message: Received, { attempt }: { readonly attempt: number }): Promise<unknown> => {
    this.attempts.push(attempt);
    if (attempt <= this.#failures) throw new Error("fails on purpose");
    this.#received.push(message);
    return this.#answer;
  };

  /** The next message that has not been asked for. */
  async next(about: string): Promise<Received> {
    await until(
      async () => this.#received.length > this.#taken,
      () => `the handler got nothing: ${about}`,
    );
    const received = this.#received[this.#taken++];
    if (received === undefined) throw new Error("unreachable");
    return received;
  }
}

const failing = (death: Death) => async (): Promise<never> => {
  throw death === "exhausted" ? new Error("fails on purpose") : new MessagingError("rejected", "refused on purpose");
};

/** Where a value in the message decides which way it goes, not every message goes every way. */
function takesThisWay(payload: Json, { hops: [first] }: Route): boolean {
  const given = first?.kind === "publish" ? (first.given ?? []) : [];
  return given.every(({ expression, values }) => {
    const { path = [] } = parseRuntimeExpression(expression) ?? {};
    const value = path.reduce<Json | undefined>(
      (below, step) => (below !== undefined && isObject(below) ? below[step] : undefined),
      payload,
    );
    return values.includes(typeof value === "string" ? value : JSON.stringify(value));
  });
}

const sentBy = ({ action, messages, reply }: Operation): readonly Message[] =>
  action === "receive" && reply !== undefined ? reply.messages : messages;

/** The property of the payload that holds the correlation id. */
const markOf = (expression = ""): string | undefined => /^\$message\.payload#\/([^/]+)$/.exec(expression)?.[1];

/** An answer as a handler gives it: whose it is, the runtime writes into it. */
function unmarked({ correlationId }: Message, value: Json): Json {
  const mark = markOf(correlationId);
  return mark === undefined || !isObject(value) ? value : Object.fromEntries(Object.entries(value).filter(([name]) => name !== mark));
}

const readQueue = (operation: Operation): string | undefined =>
  operation.action === "receive"
    ? operation.channel.queue.name
    : operation.reply?.channel?.kind === "queue"
      ? operation.reply.channel.queue.name
      : undefined;

const named = (text: string): string => text.replaceAll("{instance}", instance);
const patient = { timeoutMs: 15_000 };
/** A message in a delay queue of this length may have left it by itself. */
const shortDelayMs = 1_500;

const failureCodes: Readonly<Record<string, unknown>> = { invalid: "invalid", rejected: "rejected", exhausted: "bug" };
const byRuntime = (leg: Leg, death: Death | undefined): boolean =>
  leg.kind === "dead-letter" && leg.reasons.includes("invalid") && death !== "delivery_limit" && death !== undefined;

const journeysOf = ({ headers }: Delivery): readonly unknown[] => deathList(headers).map(({ queue }) => queue);
const deathsOf = (letter: TakenMessage | undefined): readonly unknown[] => deathList(letter?.headers ?? {}).map(({ reason }) => reason);
const deathList = (headers: Readonly<Record<string, unknown>>): readonly { readonly queue?: unknown; readonly reason?: unknown }[] =>
  Array.isArray(headers["x-death"]) ? (headers["x-death"] as object[]) : [];

const latest = <T>(list: readonly T[]): T => {
  const last = list.at(-1);
  if (last === undefined) throw new Error("nothing was sent");
  return last;
};

function isObject(value: Json): value is { readonly [key: string]: Json } {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

const isAnswer = (value: unknown): value is Received =>
  typeof value === "object" && value !== null && "payload" in value && "routingKey" in value;

/** Asks again, at short intervals, until it is so. */
async function until(isSo: () => Promise<boolean>, otherwise: () => string): Promise<void> {
  const deadline = Date.now() + 15_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(otherwise());
    await pause(5);
  }
}
