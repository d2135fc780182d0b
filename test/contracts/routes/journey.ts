/**
 * Takes real messages along one route of the documents: sent by the generated code of its producer, through RabbitMQ, to the generated
 * code of its consumer. Nothing waits for the documents' times, see {@link Queues.hurry}.
 */
import { expect } from "vitest";
import { amqpTypeOf, type ContractSet, type Hop, type Json, type Message, type Operation, type Route, type RouteEnd } from "#contract";
import type { TestBroker } from "../../support/broker.js";
import { type SchemaSamples, schemaSamples } from "../values/message-samples.js";
import type { NearValue } from "../values/near-values.js";
import type { Consuming, GeneratedApplication, Sending } from "./applications.js";
import { delaysOf, named, operationOf, readerOf, sentBy, takenAs, takesThisWay } from "./ends.js";
import { Queues } from "./queues.js";
import { failing, Recorder } from "./recorder.js";
import { answerWith, deathsOf, expectFilled, expectSame, payloadOf } from "./same.js";

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
    await new Journey(stage, route).travel();
  } catch (error) {
    const notes = [...stage.applications].flatMap(([id, application]) =>
      application.notes.slice(noted.get(id)).map((note) => `${id}: ${note}`),
    );
    if (error instanceof Error && notes.length > 0) error.message += `\nThe runtime said:\n${notes.join("\n")}`;
    throw error;
  }
}

class Journey {
  readonly #stage: Stage;
  readonly #route: Route;
  readonly #queues: Queues;
  readonly #producer: Operation;
  readonly #messages: readonly Message[];
  readonly #legs: readonly Leg[];
  readonly #samples = new Map<string, SchemaSamples>();
  /** Where the route ends. */
  readonly #end: string;

  constructor(stage: Stage, route: Route) {
    const { producer, hops, queue } = route;
    this.#stage = stage;
    this.#route = route;
    this.#queues = new Queues(stage.broker);
    this.#producer = operationOf(stage.set, producer);
    this.#messages = sentBy(this.#producer).filter(({ key }) => producer.messages.includes(key));
    this.#legs = hops.filter((hop): hop is Leg => hop.kind === "expire" || hop.kind === "dead-letter" || hop.kind === "retry");
    this.#end = named(queue);
  }

  async travel(): Promise<void> {
    for (const message of this.#messages) {
      const { accepted: all, refused } = this.#samplesOf(message);
      const accepted = all.filter(({ value }) => takesThisWay(value, this.#route));
      if (this.#legs.length === 0) await this.#straight(message, accepted);
      else for (const death of this.#deaths()) await this.#roundabout(message, death === "invalid" ? refused : accepted, death);
    }
  }

  #samplesOf({ payload }: Message): SchemaSamples {
    const known = this.#samples.get(payload) ?? schemaSamples(payload, this.#stage.set.schemas);
    this.#samples.set(payload, known);
    return known;
  }

  #plain(message: Message): Json {
    const [sample] = this.#samplesOf(message).accepted;
    if (sample === undefined) throw new Error(`no sample of ${message.name} could be made`);
    return sample.value;
  }

  /** The reasons that the last dead-lettering of the route gives; undefined where it has none. */
  #deaths(): readonly (Death | undefined)[] {
    const last = this.#legs.findLast((leg) => leg.kind === "dead-letter");
    return last?.kind === "dead-letter" ? last.reasons.filter((reason) => reason !== "maxlen") : [undefined];
  }

  /** All samples, and the consumer gets each as it was sent. */
  async #straight(message: Message, samples: readonly NearValue[]): Promise<void> {
    await this.#clear();
    const { consumer } = this.#route;
    if (this.#isAnswer) {
      for (const sample of samples)
        await (consumer === undefined ? this.#answerRests(message, sample) : this.#answered(consumer, message, sample));
      return;
    }
    if (consumer === undefined) throw new Error(`nobody reads ${this.#end}`);
    const operation = operationOf(this.#stage.set, consumer);
    const handler = new Recorder({ answer: this.#answerOf(operation) });
    const consuming = await this.#application(consumer).consume(consumer.operation, handler.handle);
    const sending = await this.#sending();
    try {
      for (const sample of samples) {
        const [received] = await Promise.all([handler.next(sample.about), this.#send(sending, message, sample)]);
        expectSame(sample, message, { outgoing: latest(sending.sent), delivery: latest(consuming.deliveries), received });
        expect(received.name, "the message's type").toBe(takenAs(operation, message));
      }
    } finally {
      await Promise.all([consuming.stop(), sending.stop()]);
    }
  }

  /** One sample, along every leg. */
  async #roundabout(message: Message, samples: readonly NearValue[], death: Death | undefined): Promise<void> {
    const sample = samples[this.#route.hops.length % samples.length];
    if (sample === undefined) throw new Error(`no sample of ${message.name} could be made`);
    await this.#clear();
    const body = await this.#depart(message, sample, death);
    const last = this.#legs.at(-1);
    for (const leg of this.#legs) if (leg.kind !== "retry") await this.#leave(leg, leg === last ? death : undefined);
    const { consumer } = this.#route;
    if (consumer === undefined || death === "invalid") await this.#rests(body, last, death);
    else await this.#isTaken(consumer, { body, message, last, sample });
  }

  /** Puts the message into the first queue of the route; gives its bytes. */
  async #depart(message: Message, sample: NearValue, death: Death | undefined): Promise<Buffer> {
    const [first, bound] = this.#route.hops;
    if (first?.kind !== "publish" && first?.kind !== "reply") throw new Error("a route begins with a publish");
    const queue = bound?.kind === "bind" ? named(bound.queue) : this.#end;
    if (death === "invalid") {
      const body = Buffer.from(JSON.stringify(sample.value));
      const properties = { contentType: message.contentType, type: amqpTypeOf(message), correlationId: "nobody-asked" };
      await this.#stage.broker.send(first.exchange, named(first.routingKey), body, properties);
      return body;
    }
    if (this.#isAnswer) return this.#answerTo(message, sample, queue);
    const sending = await this.#sending();
    const sent = this.#send(sending, message, sample);
    // Whoever asks is not answered on this way.
    if (this.#isRequest) sent.catch(() => undefined);
    else await sent;
    await this.#queues.holds(queue);
    await sending.stop();
    return latest(sending.sent).body;
  }

  /** Makes the message leave a queue as the documents say that it may. */
  async #leave(leg: Exclude<Leg, { kind: "retry" }>, death: Death = "rejected"): Promise<void> {
    const queue = named(leg.queue);
    await this.#queues.holds(queue);
    if (leg.kind === "expire") return this.#queues.hurry(queue);
    const consumer = readerOf(this.#stage.set, leg.queue);
    if (consumer === undefined || !byRuntime(leg, death)) return this.#queues.refuse(queue, this.#next(leg), death === "delivery_limit");
    const operation = operationOf(this.#stage.set, consumer);
    const application = this.#application(consumer);
    const handler = failing(death !== "exhausted");
    const consuming =
      operation.action === "send" ? await application.requester() : await application.consume(consumer.operation, handler.handle);
    try {
      if (death === "exhausted") await this.#retry(queue, delaysOf(operation), handler);
      await this.#queues.holds(this.#next(leg));
    } finally {
      await consuming.stop();
    }
  }

  /** Past the last leg, the route's consumer gets the message as it was sent. */
  async #isTaken(
    consumer: RouteEnd,
    { body, message, last, sample }: { body: Buffer; message: Message; last: Leg | undefined; sample: NearValue },
  ): Promise<void> {
    const operation = operationOf(this.#stage.set, consumer);
    const delays = delaysOf(operation);
    const failures = last?.kind === "retry" ? delays.indexOf(last.delayMs) + 1 : 0;
    const handler = new Recorder({ failures, answer: this.#answerOf(operation) });
    const consuming = await this.#application(consumer).consume(consumer.operation, handler.handle);
    try {
      await this.#retry(this.#end, delays.slice(0, failures), handler);
      const received = await handler.next(sample.about);
      expect(received.payload, sample.about).toEqual(JSON.parse(body.toString()));
      expect(received.name, "the message's type").toBe(takenAs(operation, message));
      expect(handler.attempts, "attempts").toEqual(Array.from({ length: failures + 1 }, (_, at) => at + 1));
      const left = deathsOf(latest(consuming.deliveries).headers).map(({ queue }) => queue);
      if (last?.kind === "retry") expect(left, "queues it expired in").toContain(named(last.delayQueue));
      else expect(received.died, "where it died first").toMatchObject({ queue: named(this.#legs[0]?.queue ?? "") });
    } finally {
      await consuming.stop();
    }
  }

  /** Sends the message on through one delay queue after the other. */
  async #retry(queue: string, delays: readonly number[], handler: Recorder): Promise<void> {
    for (const [at, delay] of delays.entries()) await this.#queues.hurry(`${queue}.wait.${delay}`, () => handler.attempts.length > at + 1);
  }

  /** The message lies where the route ends, byte for byte, with the reason. */
  async #rests(body: Buffer, last?: Leg, death?: Death): Promise<void> {
    await this.#queues.holds(this.#end);
    const [letter, ...others] = await this.#stage.broker.take(this.#end);
    expect(others, "messages in the queue").toHaveLength(0);
    expect(letter?.body.toString(), "the body").toBe(body.toString());
    if (last?.kind === "expire") expect(letter?.headers["x-first-death-reason"], "why it is there").toBe("expired");
    if (last?.kind !== "dead-letter") return;
    if (byRuntime(last, death)) expect(letter?.headers["x-failure-code"], "why it is there").toBe(failureCodes[death ?? "rejected"]);
    else
      expect(
        deathsOf(letter?.headers).map(({ reason }) => reason),
        "why it is there",
      ).toContain(death);
  }

  /** An answer, in the queue of whoever asked; nobody reads it yet. */
  async #answerTo(message: Message, sample: NearValue, queue: string): Promise<Buffer> {
    const responding = await this.#responding(message, sample);
    try {
      await this.#ask(`asked-${sample.about}`);
      await this.#queues.holds(queue);
      const [answer] = await this.#stage.broker.peek(queue, 1);
      expectFilled(sample, message, JSON.parse(answer?.payload ?? "null") as Json);
      return Buffer.from(answer?.payload ?? "");
    } finally {
      await responding.stop();
    }
  }

  async #answerRests(message: Message, sample: NearValue): Promise<void> {
    await this.#rests(await this.#answerTo(message, sample, this.#end));
  }

  /** One request and its answer, asked by the generated requester. */
  async #answered(consumer: RouteEnd, message: Message, sample: NearValue): Promise<void> {
    const responding = await this.#responding(message, sample);
    const asking = await this.#application(consumer).requester();
    try {
      const request = firstMessage(operationOf(this.#stage.set, consumer));
      const answer = await asking.send(consumer.operation, request.key, this.#plain(request), { ...this.#headers(request), ...patient });
      expectFilled(sample, message, payloadOf(answer));
      const delivery = latest(asking.deliveries);
      expect(delivery.correlationId, "correlation id").toBe(latest(asking.sent).correlationId);
      expect([delivery.type, delivery.contentType], "type and content type").toEqual([amqpTypeOf(message), message.contentType]);
    } finally {
      await Promise.all([asking.stop(), responding.stop()]);
    }
  }

  /** The producer of answers, which answers every request with the sample. */
  #responding(message: Message, sample: NearValue): Promise<Consuming> {
    const { producer } = this.#route;
    return this.#application(producer).consume(producer.operation, async () => answerWith(this.#producer, message, sample.value));
  }

  /** A request of no generated code, which names the route's address unless that is the one for requests that name none. */
  async #ask(correlationId: string): Promise<void> {
    const [reply] = this.#route.hops;
    const { action, channel, reply: answers } = this.#producer;
    if (action !== "receive" || reply?.kind !== "reply") throw new Error("only a receive operation answers");
    const request = firstMessage(this.#producer);
    const address = answers?.defaultAddress === reply.routingKey ? {} : { replyTo: named(reply.routingKey) };
    const properties = {
      correlationId,
      type: amqpTypeOf(request),
      contentType: request.contentType,
      ...this.#headers(request),
      ...address,
    };
    await this.#stage.broker.send("", channel.queue.name, JSON.stringify(this.#plain(request)), properties);
  }

  async #sending(): Promise<Sending & { stop(): Promise<void> }> {
    const application = this.#application(this.#route.producer);
    return this.#isRequest ? application.requester() : { ...application.publisher(), stop: async () => undefined };
  }

  /** A request is sent when it is answered. */
  #send(sending: Sending, message: Message, { value }: NearValue): Promise<unknown> {
    const { operation } = this.#route.producer;
    return sending.send(operation, message.key, value, { ...this.#headers(message), ...(this.#isRequest ? patient : {}) });
  }

  #headers({ headers }: Message): { readonly headers?: Json } {
    return headers === undefined ? {} : { headers: schemaSamples(headers, this.#stage.set.schemas).accepted[0]?.value ?? {} };
  }

  /** What a handler gives back: an answer where the operation has one. */
  #answerOf(operation: Operation): unknown {
    const [answer] = operation.action === "receive" ? (operation.reply?.messages ?? []) : [];
    return answer && answerWith(operation, answer, this.#plain(answer));
  }

  async #clear(): Promise<void> {
    const passed = this.#route.hops.flatMap((hop) => [
      ...("queue" in hop ? [hop.queue] : []),
      ...("delayQueue" in hop ? [hop.delayQueue] : []),
    ]);
    await this.#queues.clear([...passed.map(named), this.#end]);
  }

  get #isAnswer(): boolean {
    return this.#route.hops[0]?.kind === "reply";
  }

  get #isRequest(): boolean {
    return this.#producer.action === "send" && this.#producer.reply !== undefined;
  }

  /** The queue that a leg leads to. */
  #next(leg: Leg): string {
    const { hops } = this.#route;
    const next = hops.slice(hops.indexOf(leg) + 1).find((hop) => hop.kind === "bind");
    return next?.kind === "bind" ? named(next.queue) : this.#end;
  }

  #application({ application }: RouteEnd): GeneratedApplication {
    const found = this.#stage.applications.get(application);
    if (found === undefined) throw new Error(`there is no application ${application}`);
    return found;
  }
}

/** For a request: longer than the contract may say, as the machine may be busy. */
const patient = { timeoutMs: 15_000 };

/** Whether our runtime moves the message, or RabbitMQ does. */
const byRuntime = (leg: Leg, death: Death = "rejected"): boolean =>
  leg.kind === "dead-letter" && leg.reasons.includes("invalid") && death !== "delivery_limit";

const failureCodes: Readonly<Record<string, unknown>> = { invalid: "invalid", rejected: "rejected", exhausted: "bug" };

function firstMessage({ key, messages: [first] }: Operation): Message {
  if (first === undefined) throw new Error(`${key} has no message`);
  return first;
}

function latest<T>(list: readonly T[]): T {
  const last = list.at(-1);
  if (last === undefined) throw new Error("nothing was sent");
  return last;
}
