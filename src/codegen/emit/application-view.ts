import type { Application, Message, Operation, Parameter } from "#contract";
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

/** The schemas of an application's messages, with each name that a type of theirs could have: payloads first, then headers. */
export function rootSchemas(application: Application): { schemaId: string; preferredName: string }[] {
  const messages = application.operations.flatMap((operation) => operation.messages);
  const roots = [
    ...messages.map((message) => ({ schemaId: message.payload, preferredName: message.name })),
    ...messages.flatMap(({ headers, name }) => (headers === undefined ? [] : [{ schemaId: headers, preferredName: `${name}Headers` }])),
  ];
  return [...new Map(roots.map((root) => [`${root.schemaId}\n${root.preferredName}`, root])).values()];
}

/** Operations of one direction, in document order. */
export function operationsOf<A extends Operation["action"]>(application: Application, action: A): Extract<Operation, { action: A }>[] {
  return application.operations.filter((operation): operation is Extract<Operation, { action: A }> => operation.action === action);
}

/** The parameters that stand in the routing key; others of the channel have nothing to fill in. */
export const addressParameters = (address: string | null, parameters: readonly Parameter[]): Parameter[] =>
  parameters.filter((parameter) => (address ?? "").includes(`{${parameter.name}}`));

/** What people read of an operation: its summary and its description. */
export const operationWords = (operation: Operation): (string | undefined)[] => [operation.summary, operation.description];

/** What the AMQP `type` property says of a message. */
export const amqpType = (message: Message): string => message.messageType ?? message.key;
