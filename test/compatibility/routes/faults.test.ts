/** Every way in which a consumer refuses what comes to it: found in the documents, with its places, and seen on a broker. */
import { describe, expect, test } from "vitest";
import { type Fault, type Proof, proveContracts } from "#compatibility";
import { type Documents, readDocuments } from "../../support/documents.js";
import { playContracts } from "../../support/played-contracts.js";
import { asker, desk, responder, shop, till } from "./shop.js";

interface Case {
  readonly name: string;
  readonly documents: Documents;
  readonly id: string;
  readonly fault: Partial<Fault>;
  /** Sends the witness, or what the case is about, and tells where it is refused and in which words. */
  readonly refused: {
    readonly payload?: unknown;
    readonly headers?: object;
    readonly answers?: Readonly<Record<string, unknown>>;
    readonly queue: string;
    readonly reason: RegExp;
  };
}

const sold = "shop/till.sell → shop/desk.count: Sold";
const asked = "shop/till.ask → shop/desk.answer: Ask";
const answered = "shop/desk.answer → shop/till.ask: Price";
const text = "{ type: object, properties: { id: { type: string } } }";
const withId = "correlationId: { location: $message.payload#/id }, payload: ";

const cases: readonly Case[] = [
  {
    name: "a payload that the consumer's schema refuses",
    documents: shop(
      till("{ ▸payload: { type: object, required: [price], properties: { price: { type: string } } } }"),
      desk("{ payload: { type: object, properties: { price: { type: string, ▸maxLength: 4 } } } }"),
    ),
    id: sold,
    fault: { part: "payload", keyword: "maxLength", at: "/price" },
    refused: { queue: "sales.dlq", reason: /^Sold: \/price/ },
  },
  {
    name: "a property that the consumer needs and nobody fills in",
    documents: shop(
      till(`{ ▸payload: ${text} }`),
      desk("{ payload: { type: object, ▸required: [id], properties: { id: { type: string } } } }"),
    ),
    id: sold,
    fault: { part: "payload", keyword: "required", at: "" },
    refused: { queue: "sales.dlq", reason: /^Sold: .*id/ },
  },
  {
    name: "headers that the consumer needs",
    documents: shop(
      till("{ ▸headers: { type: object, properties: { tenant: { type: string } } }, payload: {} }"),
      desk("{ headers: { type: object, ▸required: [tenant], properties: { tenant: { type: string } } }, payload: {} }"),
    ),
    id: sold,
    fault: { part: "headers", keyword: "required", witness: {} },
    refused: { payload: {}, queue: "sales.dlq", reason: /^headers of Sold: .*tenant/ },
  },
  {
    name: "headers that the consumer needs and the producer does not speak of",
    documents: shop(
      till("{ payload: {} }").replace("Sold:", "▸Sold:"),
      desk("{ headers: { type: object, ▸required: [tenant], properties: { tenant: { type: string } } } }"),
    ),
    id: sold,
    fault: { part: "headers", keyword: "required", witness: {} },
    refused: { payload: {}, queue: "sales.dlq", reason: /^headers of Sold: .*tenant/ },
  },
  {
    name: "a content type that is not JSON",
    documents: shop(
      till("{ contentType: application/xml, payload: {} }").replace("Sold:", "▸Sold:"),
      desk("{}").replace("  count:\n", "  ▸count:\n"),
    ),
    id: sold,
    fault: { part: "content-type" },
    refused: { payload: {}, queue: "sales.dlq", reason: /content type "application\/xml" is not JSON/ },
  },
  {
    name: "a content encoding",
    documents: shop(
      till("{ payload: {}, bindings: { amqp: { contentEncoding: gzip } } }").replace("Sold:", "▸Sold:"),
      desk("{}").replace("  count:\n", "  ▸count:\n"),
    ),
    id: sold,
    fault: { part: "content-type" },
    refused: { payload: {}, queue: "sales.dlq", reason: /content encoding "gzip" is not supported/ },
  },
  {
    name: "a type of message that the consumer has no handler for",
    documents: shop(
      till("{ payload: {} }").replace("Sold:", "▸Sold:"),
      desk("{ payload: {} }", { key: "Sale" }).replace("  count:\n", "  ▸count:\n"),
    ),
    id: sold,
    fault: { part: "type" },
    refused: { payload: {}, queue: "sales.dlq", reason: /type "Sold" is none of Sale/ },
  },
  {
    name: "a payload in a place that the runtime reads the correlation id from",
    documents: shop(asker(`{ payload: ${text} }`).replace("Ask:", "▸Ask:"), responder(`{ ${withId}${text} }`).replace("Ask:", "▸Ask:")),
    id: asked,
    fault: { part: "correlation" },
    refused: {
      payload: { id: "mine" },
      answers: { Ask: {} },
      queue: "answers.dlq",
      reason: /no request of this instance has the answer's correlation id/,
    },
  },
  {
    name: "an answer whose correlation id is read from elsewhere",
    documents: shop(
      asker("{}", `{ ${withId}${text} }`).replace("Price:", "▸Price:"),
      responder("{}", `{ payload: ${text} }`).replace("Price:", "▸Price:"),
    ),
    id: answered,
    fault: { part: "correlation" },
    refused: {
      payload: {},
      answers: { Ask: { id: "mine" } },
      queue: "answers.dlq",
      reason: /no request of this instance has the answer's correlation id/,
    },
  },
  {
    name: "a reply address of no allowed form",
    documents: shop(
      asker().replace("  ask:\n", "  ▸ask:\n"),
      responder("{}", "{}", { rules: "x-reply: { allowed: ['other.{name}'] }" }).replace("reply:\n", "▸reply:\n"),
    ),
    id: asked,
    fault: { part: "reply-address" },
    refused: { payload: {}, queue: "prices.dlq", reason: /reply address has none of the allowed forms: other\.\{name\}/ },
  },
  {
    name: "a reply address that stands elsewhere than where it is looked for",
    documents: shop(
      asker("{ headers: { type: object, additionalProperties: false, properties: { back: { type: string } } } }", "{}", {
        location: "$message.header#/back",
      }).replace("  ask:\n", "  ▸ask:\n"),
      responder().replace("reply:\n", "▸reply:\n"),
    ),
    id: asked,
    fault: { part: "reply-address" },
    refused: { payload: {}, queue: "prices.dlq", reason: /the request names no reply address/ },
  },
  {
    name: "an answer that cannot carry every correlation id of its request",
    documents: shop(
      asker(`{ ${withId}${text} }`).replace("Ask:", "▸Ask:"),
      responder(`{ ${withId}${text} }`, `{ ${withId}{ type: object, properties: { id: { type: string, format: uuid } } } }`).replace(
        "Price:",
        "▸Price:",
      ),
    ),
    id: asked,
    fault: { part: "correlation", keyword: "format" },
    refused: { answers: { Ask: {} }, queue: "prices.dlq", reason: /refuses the payload of Price: \/id/ },
  },
  {
    name: "an answer that the requester's schema refuses",
    documents: shop(asker("{}", "{ payload: { type: object, ▸required: [id] } }"), responder("{}", `{ ▸payload: ${text} }`)),
    id: answered,
    fault: { part: "payload", keyword: "required", witness: {} },
    refused: { payload: {}, answers: { Ask: {} }, queue: "answers.dlq", reason: /^Price: .*id/ },
  },
  {
    name: "an answer of a type that the requester does not know",
    documents: shop(
      asker("{}", "{}", { key: "Cost" }).replace("  ask:\n", "  ▸ask:\n"),
      responder("{}", "{ payload: {} }").replace("Price:", "▸Price:"),
    ),
    id: answered,
    fault: { part: "type" },
    refused: { payload: {}, answers: { Ask: {} }, queue: "answers.dlq", reason: /type "Price" is none of Cost/ },
  },
];

describe("what a consumer refuses is found, placed and seen on a broker", () => {
  test.each(cases.map((each): [string, Case] => [each.name, each]))("%s", async (_, { documents, id, fault, refused }) => {
    const { set, problems, marked, folder } = await readDocuments(documents);
    expect(problems.filter((line) => line.includes(" error "))).toEqual([]);
    const proof = proveContracts(set).proofs.find((each) => each.id === id);
    expect(proof?.standing).toBe("broken");
    const [found, ...others] = proof?.faults ?? [];
    expect(others).toEqual([]);
    expect(found).toMatchObject({ standing: "broken", ...fault });
    expect(await placesOf(folder, set, proof)).toEqual([...marked].sort());

    const played = await playContracts(set, refused.answers);
    const payload = "payload" in refused ? refused.payload : found?.witness;
    if (set.applications.some(({ operations }) => operations.some(({ key }) => key === "ask")))
      await expect(played.ask("shop/till.ask", "Ask", payload, refused.headers)).rejects.toThrow();
    else await played.send("shop/till.sell", "Sold", payload, refused.headers);
    expect(await played.deadLetter(refused.queue)).toEqual({
      code: expect.stringMatching(/^(invalid|rejected)$/) as unknown,
      reason: expect.stringMatching(refused.reason) as unknown,
    });
  });
});

/** Where the command says that both ends stand. */
async function placesOf(folder: string, set: Parameters<typeof proveContracts>[0], proof: Proof | undefined): Promise<string[]> {
  const { reportOf, placeText } = await import("../../../src/cli/contracts/report.js");
  const report = await reportOf(folder, set, { proofs: proof === undefined ? [] : [proof], findings: [] });
  const places = report.proofs.flatMap(({ faults }) => faults.flatMap(({ producerAt, consumerAt }) => [producerAt, consumerAt]));
  return places.map((place) => placeText(place).replace(`${folder}/`, "")).sort();
}
