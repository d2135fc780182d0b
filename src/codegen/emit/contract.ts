import type { Message, SendOperation } from "#contract";
import { propertyKey, quote } from "../names.js";
import { braces, createSourceFile, docComment } from "../source-file.js";
import { type ApplicationView, generatedAnswer, operationWords, receivesOf, requestsOf, sendsOf } from "./application-view.js";
import { filledByCall, filledBySend } from "./filled.js";
import { place } from "./operations.js";
import { bindRequest, emitRequester, isPlain } from "./requester.js";
import { answerType, calledType, type Emitter, optionsParameter, payloadType, receivedTypes } from "./signatures.js";

/** What the functions in index.ts call their parameters: an operation of such a name must not be hidden by one. */
const parameterNames = ["send", "ask", "handlers", "name", "payload", "options", "message", "context"];

/** index.ts: what a service implements, publishes with and asks with, and the contract that binds it all to the runtime. */
export function emitContract(view: ApplicationView, schemas: Emitter["schemas"], messageTypes: readonly string[]): string {
  const { contract, handlers, publisher, requester } = view.names;
  const file = createSourceFile(view.header, [contract, handlers, publisher, requester, ...parameterNames]);
  const emitter = { view, file, schemas };
  file.print(emitHandlers(emitter));
  file.print(emitPublisher(emitter));
  const asked = emitRequester(emitter);
  if (asked !== undefined) file.print(asked);
  file.print(emitBinding(emitter));
  if (messageTypes.length > 0) file.print(`\nexport type ${braces([...messageTypes].sort())} from "./messages.js";`);
  return file.text();
}

function emitHandlers(emitter: Emitter): string {
  const { view, file } = emitter;
  const { handlers, publisher, method } = view.names;
  const receives = receivesOf(view.application);
  const heading = docComment([`What ${view.application.title} receives.`]);
  if (receives.length === 0) return `${heading}export type ${handlers} = Record<never, never>;\n`;
  const context = `${file.importType("HandlerContext", view.runtime)}<${publisher}>`;
  const methods = receives.map((operation) => {
    const words = docComment([place(operation), ...operationWords(operation)], "  ");
    const messages = receivedTypes(emitter, operation.messages);
    const answer = answerTypes(emitter, generatedAnswer(operation)?.messages);
    return `${words}  ${method.get(operation.key)}(message: ${messages}, context: ${context}): Promise<${answer}>;\n`;
  });
  return `${heading}export interface ${handlers} {\n${methods.join("")}}\n`;
}

/** What a handler resolves with. */
function answerTypes(emitter: Emitter, messages: readonly Message[] | undefined): string {
  if (messages === undefined) return "void";
  const typeOf = isPlain(messages) ? payloadType : answerType;
  return messages.map((message) => typeOf(emitter, message, filledByCall(message))).join(" | ");
}

function emitPublisher(emitter: Emitter): string {
  const { view } = emitter;
  const { publisher, method } = view.names;
  const sends = sendsOf(view.application);
  const heading = docComment([`What ${view.application.title} sends.`]);
  if (sends.length === 0) return `${heading}export type ${publisher} = Record<never, never>;\n`;
  const methods = sends.flatMap((operation) =>
    operation.messages.map((message) => {
      const words = docComment([place(operation), ...operationWords(operation)], "  ");
      const name = operation.messages.length > 1 ? `name: ${quote(message.key)}, ` : "";
      const filled = filledBySend(message);
      const options = optionsParameter(emitter, "PublishOptions", operation, message, filled);
      return `${words}  ${method.get(operation.key)}(${name}payload: ${calledType(emitter, operation, message, filled)}, ${options}): Promise<void>;\n`;
    }),
  );
  return `${heading}export interface ${publisher} {\n${methods.join("")}}\n`;
}

function emitBinding(emitter: Emitter): string {
  const { view, file } = emitter;
  const { application, names } = view;
  const descriptor = (key: string): string => file.import(names.descriptor.get(key) ?? key, "./operations.js");
  const sends = sendsOf(application);
  const requests = requestsOf(application);
  const receives = receivesOf(application);
  const types = [names.handlers, names.publisher, ...(requests.length > 0 ? [names.requester] : [])];
  // An operation without messages has no method: there is nothing to say with it.
  const sending = sends.filter(hasMessages).map((operation) => bindSend(emitter, operation, descriptor(operation.key)));
  const asking = requests
    .filter(({ operation }) => hasMessages(operation))
    .map((request) => bindRequest(emitter, request, descriptor(request.operation.key)));
  const routes = receives.map((operation) => {
    const handler = `handlers.${names.method.get(operation.key)}`;
    const message = `message: ${receivedTypes(emitter, operation.messages)}`;
    return `    ${file.import("route", view.runtime)}(${descriptor(operation.key)}, (${message}, context) => ${handler}(message, context)),\n`;
  });
  const list = (operations: readonly { readonly key: string }[]): string => operations.map(({ key }) => descriptor(key)).join(", ");
  return `${docComment([application.title, application.description])}export const ${names.contract}: ${file.importType("ApplicationContract", view.runtime)}<${types.join(", ")}> = {
  id: ${quote(application.id)},
  title: ${quote(application.title)},
  version: ${quote(application.version)},
  ${shorthand("topology", file.import("topology", "./topology.js"))},
  sends: [${list(sends)}],
  requests: [${list(requests.map(({ operation }) => operation))}],
  receives: [${list(receives)}],
  publisher: ${methods("send", sending)},
  requester: ${methods("ask", asking)},
  routes: (${receives.length > 0 ? "handlers" : ""}) => [${routes.length > 0 ? `\n${routes.join("")}  ` : ""}],
};`;
}

const hasMessages = ({ messages }: { readonly messages: readonly unknown[] }): boolean => messages.length > 0;

/** A function of the runtime's `name` that gives an object with these methods. */
const methods = (name: string, lines: readonly string[]): string =>
  lines.length === 0 ? "() => ({})" : `(${name}) => ({\n${lines.map((line) => `    ${line},\n`).join("")}  })`;

/** One line per send operation: hands over to the runtime what the typed method was given. */
function bindSend({ view, file }: Emitter, operation: SendOperation, descriptor: string): string {
  const method = propertyKey(view.names.method.get(operation.key) ?? operation.key);
  const [first] = operation.messages;
  if (operation.messages.length === 1 && first)
    return `${method}: (payload, options) => send(${descriptor}, ${quote(first.key)}, payload, options)`;
  const request = file.importType("SendRequest", view.runtime);
  return `${method}: (name: string, payload: unknown, options?: ${request}) => send(${descriptor}, name, payload, options)`;
}

const shorthand = (key: string, value: string): string => (key === value ? key : `${key}: ${value}`);
