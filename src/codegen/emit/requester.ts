import { propertyKey, quote } from "../names.js";
import { docComment } from "../source-file.js";
import { operationWords, type RequestView, requestsOf } from "./application-view.js";
import { filledByCall } from "./filled.js";
import { place } from "./operations.js";
import { calledType, type Emitter, optionsParameter, payloadType, receivedTypes } from "./signatures.js";

/** The interface of what the application asks others; undefined where it asks nothing. */
export function emitRequester(emitter: Emitter): string | undefined {
  const { view } = emitter;
  const requests = requestsOf(view.application);
  if (requests.length === 0) return undefined;
  const heading = docComment([`What ${view.application.title} asks.`]);
  const methods = requests.flatMap((each) => methodsOf(emitter, each));
  return `${heading}export interface ${view.names.requester} {\n${methods.join("")}}\n`;
}

/** One overload per message. */
function methodsOf(emitter: Emitter, { operation, request }: RequestView): string[] {
  const words = docComment([place(operation), ...operationWords(operation)], "  ");
  const method = emitter.view.names.method.get(operation.key);
  const answer = isPlain(request.messages) ? payloadsOf(emitter, request.messages) : receivedTypes(emitter, request.messages);
  return operation.messages.map((message) => {
    const filled = filledByCall(message, request.address?.location);
    const name = operation.messages.length > 1 ? `name: ${quote(message.key)}, ` : "";
    const payload = calledType(emitter, operation, message, filled);
    const options = optionsParameter(emitter, "RequestOptions", operation, message, filled);
    return `${words}  ${method}(${name}payload: ${payload}, ${options}): Promise<${answer}>;\n`;
  });
}

/** One line per request: hands over to the runtime what the typed method was given. */
export function bindRequest(emitter: Emitter, { operation, request }: RequestView, descriptor: string): string {
  const { view, file } = emitter;
  const method = propertyKey(view.names.method.get(operation.key) ?? operation.key);
  const [first] = operation.messages;
  const named = operation.messages.length > 1 || first === undefined;
  const parameters = named
    ? `name: string, payload: unknown, options?: ${file.importType("AskRequest", view.runtime)}`
    : "payload, options";
  const asking = `ask<${receivedTypes(emitter, request.messages)}>(${descriptor}, ${named ? "name" : quote(first.key)}, payload, options)`;
  return isPlain(request.messages)
    ? `${method}: async (${parameters}) => (await ${asking}).payload`
    : `${method}: (${parameters}) => ${asking}`;
}

/** Whether an answer is its payload and nothing else: there is one message, and it has no headers. */
export const isPlain = (messages: readonly { readonly headers?: string }[]): boolean =>
  messages.length === 1 && messages[0]?.headers === undefined;

const payloadsOf = (emitter: Emitter, messages: RequestView["request"]["messages"]): string =>
  messages.map((message) => payloadType(emitter, message, { payload: [], headers: [] })).join(" | ");
