import {
  type Answer,
  type Application,
  answerOf,
  type Message,
  type Operation,
  type Parameter,
  type ReceiveOperation,
  type Request,
  requestOf,
  type SendOperation,
} from "#contract";
import type { ApplicationNames } from "../application-names.js";

/** Everything the emitters need of one application, decided once. */
export interface ApplicationView {
  readonly application: Application;
  readonly names: ApplicationNames;
  /** Header line of each file. */
  readonly header: string;
  /** The runtime's module name. */
  readonly runtime: string;
  /** The generated type of a root schema. */
  typeOf(schemaId: string): string;
  /** The generated validator of a root schema. */
  validatorOf(schemaId: string): string;
}

/** A send operation that waits for answers. */
export interface RequestView {
  readonly operation: SendOperation;
  readonly request: Request;
}

/** What an operation asks; undefined where it does not, or where nothing can be generated for it. */
export function generatedRequest(operation: SendOperation): Request | undefined {
  const request = requestOf(operation);
  return request !== undefined && request.messages.length > 0 ? request : undefined;
}

/** How an operation answers; undefined where it does not, or where nothing can be generated for it. */
export function generatedAnswer(operation: ReceiveOperation): Answer | undefined {
  const answer = answerOf(operation);
  return answer !== undefined && answer.messages.length > 0 && openParameters(answer).length === 0 ? answer : undefined;
}

/** Parameters of an answer's address that nothing gives a value: a handler gives a payload, not parameters. */
export const openParameters = ({ fixed }: Answer): readonly Parameter[] =>
  fixed === undefined ? [] : addressParameters(fixed.routingKey, fixed.parameters).filter(isNeeded);

/** A parameter with a default, or with a place in the message where its value stands, need not be given. */
export const isNeeded = (parameter: Parameter): boolean => parameter.default === undefined && parameter.expression === undefined;

/** The messages that come back: what a request is answered with, or answers. */
const replyMessages = (operation: Operation): readonly Message[] =>
  (operation.action === "send" ? generatedRequest(operation) : generatedAnswer(operation))?.messages ?? [];

/** Every message of an operation, there and back. */
export const messagesOf = (operation: Operation): readonly Message[] => [...operation.messages, ...replyMessages(operation)];

/** The schemas of an application's messages, with each name that a type of theirs could have: payloads first, then headers. */
export function rootSchemas(application: Application): { schemaId: string; preferredName: string }[] {
  const messages = application.operations.flatMap(messagesOf);
  const roots = [
    ...messages.map((message) => ({ schemaId: message.payload, preferredName: message.name })),
    ...messages.flatMap(({ headers, name }) => (headers === undefined ? [] : [{ schemaId: headers, preferredName: `${name}Headers` }])),
  ];
  return [...new Map(roots.map((root) => [`${root.schemaId}\n${root.preferredName}`, root])).values()];
}

/** In document order. */
export const receivesOf = (application: Application): ReceiveOperation[] =>
  application.operations.filter((operation) => operation.action === "receive");

/** What is sent without waiting for an answer, in document order. */
export const sendsOf = (application: Application): SendOperation[] =>
  application.operations
    .filter((operation) => operation.action === "send")
    .filter((operation) => generatedRequest(operation) === undefined);

/** What is sent and waited for, in document order. */
export const requestsOf = (application: Application): RequestView[] =>
  application.operations
    .filter((operation) => operation.action === "send")
    .flatMap((operation) => {
      const request = generatedRequest(operation);
      return request === undefined ? [] : [{ operation, request }];
    });

/** The parameters that stand in the routing key; others of the channel have nothing to fill in. */
export const addressParameters = (address: string | null, parameters: readonly Parameter[]): Parameter[] =>
  parameters.filter((parameter) => (address ?? "").includes(`{${parameter.name}}`));

/** What people read of an operation: its summary and its description. */
export const operationWords = (operation: Operation): (string | undefined)[] => [operation.summary, operation.description];
