/** Documents with one request or one answer, whose parts a test chooses. */
import { expect } from "vitest";
import { head, readDocuments } from "../support/documents.js";

export const ask =
  "payload: { type: object, properties: { id: { type: string }, back: { type: string } } }, correlationId: { location: $message.payload#/id }";
const answer = "payload: { type: object, properties: { id: { type: string } } }, correlationId: { location: $message.payload#/id }";
export const named = "address: { location: $message.header#/replyTo }, channel: { $ref: '#/channels/replies' }";
export const fixed = "channel: { $ref: '#/channels/replies' }";
export const queueOf = (name: string, more = ""): string => `is: queue, queue: { name: '${name}', arguments: { x-expires: 1000 } }${more}`;
const ownQueue = queueOf("replies.{instance}");

interface Parts {
  readonly reply?: string;
  /** Keys of the operation's AMQP binding. */
  readonly operation?: string;
  /** The AMQP binding of the reply channel. */
  readonly replies?: string;
  readonly address?: string;
  readonly message?: string;
}

const channels = ({ address = "null", replies = ownQueue, message = ask }: Parts, requests: string): string => `${head}channels:
  requests: { address: requests, messages: { Ask: { ${message} } }, bindings: { amqp: { ${requests} } } }
  replies: { address: ${address}, messages: { Answer: { ${answer} } }, bindings: { amqp: { ${replies} } } }
operations:
`;

/** A document that asks. */
export const asking = (parts: Parts = {}): string => {
  const { reply = `{ ${named} }`, operation = "" } = parts;
  return `${channels(parts, "is: routingKey, exchange: { name: shop, type: direct }")}  ask: { action: send, channel: { $ref: '#/channels/requests' }, reply: ${reply}, bindings: { amqp: { ${operation} } } }\n`;
};

/** A document that answers, through an exchange unless told otherwise. */
export const answering = (parts: Parts = {}): string => {
  const { reply = `{ ${named} }`, operation = "" } = parts;
  const all = { replies: "is: routingKey, exchange: { name: back, type: direct }", ...parts };
  return `${channels(all, "is: queue, queue: { name: requests }")}  answer: { action: receive, channel: { $ref: '#/channels/requests' }, reply: ${reply}, bindings: { amqp: { ${operation} } } }\n`;
};

export const sendOnly = (operation: string): string =>
  asking({ operation, replies: queueOf("replies") }).replace(/ reply: \{[^}]*\}[^}]*\} \},/, "");
export const receiveOnly = (operation: string): string => answering({ operation }).replace(/ reply: \{[^}]*\}[^}]*\} \},/, "");

/** What is said of a document with one marked place: the place where it was marked. */
export async function said(document: string): Promise<readonly string[]> {
  const { problems, marked } = await readDocuments({ "shop/app.yaml": document });
  const [place = ""] = marked;
  return problems.map((problem) => problem.replace(`${place} `, "▸ "));
}

export const read = async (document: string) => {
  const { problems, set } = await readDocuments({ "shop/app.yaml": document });
  expect(problems).toEqual([]);
  const [application] = set.applications;
  if (application === undefined) throw new Error("the document was not read");
  return { application, operation: application.operations[0], set };
};
