/** Whatever two documents say: what is proved of them the runtime takes, and what is broken it refuses. */
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Proof, proveContracts } from "#compatibility";
import type { Json } from "#contract";
import { readDocuments } from "../../support/documents.js";
import { type PlayedContracts, playContracts } from "../../support/played-contracts.js";
import { asker, desk, responder, shop, till } from "./shop.js";

const pairs = 30;
const yaml = (value: unknown): string => JSON.stringify(value);

const property = fc.constantFrom<Json>(
  { type: "string" },
  { type: "string", maxLength: 2 },
  { type: "string", minLength: 1, format: "date-time" },
  { type: "integer" },
  { type: "integer", minimum: 0 },
  { type: ["string", "null"] },
  { enum: ["x", "y"] },
  { const: "x" },
);
const names = fc.subarray(["a", "b"]);
const object = fc.record({ a: property, b: property, required: names, closed: fc.boolean() }).map(({ a, b, required, closed }) => ({
  type: "object",
  properties: { a, b },
  ...(required.length > 0 && { required }),
  ...(closed && { additionalProperties: false }),
}));
const fills = fc.constantFrom<Json | undefined>(
  undefined,
  undefined,
  { a: { value: "x" } },
  { b: { now: true } },
  { a: { value: 1 }, b: { value: "xyz" } },
);
const contentType = fc.constantFrom(
  "application/json",
  "application/json",
  "application/json; charset=utf-8",
  "application/vnd.a+json",
  "text/json",
);
const type = fc.constantFrom<string | undefined>(undefined, undefined, undefined, "sale");
interface Spoken {
  readonly payload: Json;
  readonly headers: Json | null;
  readonly fill?: Json | undefined;
  readonly contentType?: string;
  readonly type: string | undefined;
}
const sent: fc.Arbitrary<Spoken> = fc.record({ payload: object, headers: fc.option(object), fill: fills, contentType, type });

/** What a consumer makes of its producer's schema: the same, less, or more. */
interface View {
  readonly a: Json | undefined;
  readonly required: readonly string[] | null;
  readonly open: boolean;
}
const view: fc.Arbitrary<View> = fc.record({
  a: fc.constantFrom<Json | undefined>(undefined, undefined, {}, { type: "string" }),
  required: fc.option(names, { freq: 2 }),
  open: fc.boolean(),
});
interface Views {
  readonly payload: View;
  readonly headers: View | null;
  readonly isTypeKnown: boolean;
}
const taken: fc.Arbitrary<Views> = fc.record({
  payload: view,
  headers: fc.option(view),
  isTypeKnown: fc.constantFrom(true, true, true, true, false),
});

type ObjectSchema = { readonly [key: string]: Json; readonly properties: { readonly [key: string]: Json } };

function viewed(schema: Json, { a, required, open }: View): Json {
  const { additionalProperties, ...rest } = schema as ObjectSchema;
  return {
    ...rest,
    ...(additionalProperties === false && !open && { additionalProperties }),
    properties: { ...rest.properties, ...(a !== undefined && { a }) },
    ...(required !== null && { required }),
  };
}

const consumerOf = (producer: Spoken, { payload, headers, isTypeKnown }: Views): Spoken => ({
  payload: viewed(producer.payload, payload),
  headers: headers === null ? null : viewed(producer.headers ?? { type: "object", properties: {} }, headers),
  type: isTypeKnown ? (producer.type ?? "Sold") : "other",
});

const messageOf = ({ payload, headers, fill, contentType: content, type: name }: Spoken): string =>
  yaml({
    payload,
    ...(headers !== null && { headers }),
    ...(content !== undefined && { contentType: content }),
    bindings: { amqp: { ...(fill !== undefined && { "x-fill": fill }), ...(name !== undefined && { messageType: name }) } },
  });

const values = [undefined, "", "x", "xyz", 1, -1, null, "2026-01-31T12:00:00Z"];
const samples = values.flatMap((a) => values.map((b) => ({ ...(a !== undefined && { a }), ...(b !== undefined && { b }) })));

/** Sends through the publisher what it lets pass; tells whether the consumer refused any of it. */
async function isAnyRefused(
  played: PlayedContracts,
  messages: readonly { readonly payload: unknown; readonly headers: object }[],
): Promise<boolean> {
  let passed = 0;
  for (const { payload, headers } of messages) {
    await played.send("shop/till.sell", "Sold", payload, headers).then(
      () => passed++,
      () => undefined,
    );
  }
  const refused = async (): Promise<number> => (await played.broker.depth("sales.dlq")) ?? 0;
  await expect.poll(async () => played.handled.length + (await refused()), { timeout: 5_000, interval: 2 }).toBe(passed);
  return (await refused()) > 0;
}

test(`${pairs} pairs of documents: no message of a proved one is refused, and the witness of a broken one is`, async () => {
  const standings = new Set<string>();
  const check = async (producer: Spoken, views: Views) => {
    const { set } = await readDocuments(shop(till(messageOf(producer)), desk(messageOf(consumerOf(producer, views)))));
    if (set.problems.some(({ severity }) => severity === "error")) return;
    const [proof] = proveContracts(set).proofs;
    standings.add(proof?.standing ?? "none");
    const played = await playContracts(set);
    if (proof?.standing === "proved") {
      const headers = producer.headers === null ? [{}] : samples;
      const bodies = samples.map((payload, at) => ({ payload, headers: headers[(at * 7) % headers.length] ?? {} }));
      expect(await isAnyRefused(played, [...bodies, ...headers.map((each) => ({ payload: { a: "x", b: "x" }, headers: each }))])).toBe(
        false,
      );
    }
    if (proof?.standing === "broken") expect(await isWitnessRefused(played, proof, producer)).toBe(true);
  };
  await fc.assert(fc.asyncProperty(sent, taken, check), { numRuns: pairs, seed: 7, endOnFailure: true });
  expect([...standings].sort()).toEqual(["broken", "proved", "unknown"]);
}, 120_000);

/** A fault of one part is seen with a witness of its own; the other part is one that the publisher lets pass. */
async function isWitnessRefused(played: PlayedContracts, { faults }: Proof, producer: Spoken): Promise<boolean> {
  const fault = faults.find(({ standing }) => standing === "broken");
  const payloads = fault?.part === "payload" ? [fault.witness] : samples;
  const headers = fault?.part === "headers" ? [fault.witness as object] : producer.headers === null ? [{}] : samples;
  return isAnyRefused(
    played,
    payloads.flatMap((payload) => headers.map((each) => ({ payload, headers: each }))),
  );
}

const places = fc.constantFrom<string | undefined>(undefined, "$message.payload#/id", "$message.payload#/deep/id", "$message.header#/id");
const addresses = fc.constantFrom("$message.header#/replyTo", "$message.header#/back", "$message.payload#/back");
const rules = fc.constantFrom(
  "",
  "",
  "x-reply: { allowed: ['answers.{name}'] }",
  "x-reply: { allowed: ['other.{name}'] }",
  "x-reply: { default: elsewhere }",
);
const talked = {
  type: "object",
  properties: { id: { type: "string" }, back: { type: "string" }, deep: { type: "object", properties: { id: { type: "string" } } } },
};
const headersSchema = { type: "object", additionalProperties: false, properties: { id: { type: "string" }, back: { type: "string" } } };
const spoken = (location: string | undefined): string =>
  yaml({ payload: talked, headers: headersSchema, ...(location !== undefined && { correlationId: { location } }) });

test(`${pairs} conversations: whoever asks in a proved one is answered`, async () => {
  let proved = 0;
  const check = async (
    asked: string | undefined,
    read: string | undefined,
    answered: string | undefined,
    awaited: string | undefined,
    told: string,
    looked: string,
    rule: string,
  ) => {
    const documents = shop(
      asker(spoken(asked), spoken(awaited), { location: told }),
      responder(spoken(read), spoken(answered), { reply: `address: { location: ${looked} }`, rules: rule }),
    );
    const { set } = await readDocuments(documents);
    if (set.problems.some(({ severity }) => severity === "error")) return;
    const { proofs } = proveContracts(set);
    if (proofs.length !== 2 || proofs.some(({ standing }) => standing !== "proved")) return;
    proved++;
    const played = await playContracts(set, { Ask: { name: "Price", payload: {} } });
    for (const payload of [{}, { id: "mine" }, { deep: { id: "other" } }]) {
      for (const headers of [{}, { id: "third" }])
        await expect(played.ask("shop/till.ask", "Ask", payload, headers)).resolves.toBeDefined();
    }
  };
  type Parts = Parameters<typeof check>;
  const same = fc
    .tuple(places, places, addresses, rules)
    .map(([there, back, address, rule]): Parts => [there, there, back, back, address, address, rule]);
  const any: fc.Arbitrary<Parts> = fc.tuple(places, places, places, places, addresses, addresses, rules);
  const conversation = fc.oneof({ weight: 2, arbitrary: same }, { weight: 1, arbitrary: any });
  await fc.assert(
    fc.asyncProperty(conversation, (parts) => check(...parts)),
    { numRuns: pairs, seed: 11, endOnFailure: true },
  );
  expect(proved).toBeGreaterThan(3);
}, 120_000);
