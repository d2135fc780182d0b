import type { Message, Parameter, Schema, SendOperation } from "#contract";
import { propertyKey, quote } from "../names.js";
import { braces, createSourceFile, docComment, type SourceFile } from "../source-file.js";
import { type ApplicationView, addressParameters, operationsOf, operationWords } from "./application-view.js";
import { place } from "./operations.js";

/** What the functions in index.ts call their parameters: an operation of such a name must not be hidden by one. */
const parameterNames = ["send", "handlers", "name", "payload", "options", "message", "context"];

/** index.ts: what a service implements and what it publishes with, and the contract that binds both to the runtime. */
export function emitContract(view: ApplicationView, schemas: ReadonlyMap<string, Schema>, messageTypes: readonly string[]): string {
  const { contract, handlers, publisher } = view.names;
  const file = createSourceFile(view.header, [contract, handlers, publisher, ...parameterNames]);
  file.print(emitHandlers(view, file));
  file.print(emitPublisher(view, file, schemas));
  file.print(emitBinding(view, file));
  if (messageTypes.length > 0) file.print(`\nexport type ${braces([...messageTypes].sort())} from "./messages.js";`);
  return file.text();
}

function emitHandlers(view: ApplicationView, file: SourceFile): string {
  const { handlers, publisher, method } = view.names;
  const receives = operationsOf(view.application, "receive");
  const heading = docComment([`What ${view.application.title} receives.`]);
  if (receives.length === 0) return `${heading}export type ${handlers} = Record<never, never>;\n`;
  const context = `${file.importType("HandlerContext", view.runtime)}<${publisher}>`;
  const methods = receives.map((operation) => {
    const words = docComment([place(operation), ...operationWords(operation)], "  ");
    const type = operation.messages.map((message) => receivedType(view, file, message)).join(" | ") || "never";
    return `${words}  ${method.get(operation.key)}(message: ${type}, context: ${context}): Promise<void>;\n`;
  });
  return `${heading}export interface ${handlers} {\n${methods.join("")}}\n`;
}

function emitPublisher(view: ApplicationView, file: SourceFile, schemas: ReadonlyMap<string, Schema>): string {
  const { publisher, method } = view.names;
  const sends = operationsOf(view.application, "send");
  const heading = docComment([`What ${view.application.title} sends.`]);
  if (sends.length === 0) return `${heading}export type ${publisher} = Record<never, never>;\n`;
  const methods = sends.flatMap((operation) =>
    operation.messages.map((message) => {
      const words = docComment([place(operation), ...operationWords(operation)], "  ");
      const name = operation.messages.length > 1 ? `name: ${quote(message.key)}, ` : "";
      const options = optionsParameter(view, file, operation, message, schemas);
      const payload = file.importType(view.typeOf(message.payload), "./messages.js");
      return `${words}  ${method.get(operation.key)}(${name}payload: ${payload}, ${options}): Promise<void>;\n`;
    }),
  );
  return `${heading}export interface ${publisher} {\n${methods.join("")}}\n`;
}

function emitBinding(view: ApplicationView, file: SourceFile): string {
  const { application, names } = view;
  const descriptor = (key: string): string => file.import(names.descriptor.get(key) ?? key, "./operations.js");
  const sends = operationsOf(application, "send");
  const receives = operationsOf(application, "receive");
  const type = file.importType("ApplicationContract", view.runtime);
  const publisherMethods = sends.map((operation) => `    ${bindSend(view, file, operation, descriptor(operation.key))},\n`);
  const routes = receives.map((operation) => {
    const message = operation.messages.map((each) => receivedType(view, file, each)).join(" | ") || "never";
    const handler = `handlers.${names.method.get(operation.key)}`;
    return `    ${file.import("route", view.runtime)}(${descriptor(operation.key)}, (message: ${message}, context) => ${handler}(message, context)),\n`;
  });
  return `${docComment([application.title, application.description])}export const ${names.contract}: ${type}<${names.handlers}, ${names.publisher}> = {
  id: ${quote(application.id)},
  title: ${quote(application.title)},
  version: ${quote(application.version)},
  ${shorthand("topology", file.import("topology", "./topology.js"))},
  sends: [${sends.map((operation) => descriptor(operation.key)).join(", ")}],
  receives: [${receives.map((operation) => descriptor(operation.key)).join(", ")}],
  publisher: (${sends.length > 0 ? "send" : ""}) => (${sends.length > 0 ? `{\n${publisherMethods.join("")}  }` : "{}"}),
  routes: (${receives.length > 0 ? "handlers" : ""}) => [${routes.length > 0 ? `\n${routes.join("")}  ` : ""}],
};`;
}

/** One line per send operation: hands over to the runtime what the typed method was given. */
function bindSend(view: ApplicationView, file: SourceFile, operation: SendOperation, descriptor: string): string {
  const method = propertyKey(view.names.method.get(operation.key) ?? operation.key);
  const [first] = operation.messages;
  if (operation.messages.length === 1 && first)
    return `${method}: (payload, options) => send(${descriptor}, ${quote(first.key)}, payload, options)`;
  const request = file.importType("SendRequest", view.runtime);
  return `${method}: (name: string, payload: unknown, options?: ${request}) => send(${descriptor}, name, payload, options)`;
}

function receivedType(view: ApplicationView, file: SourceFile, message: Message): string {
  const parts = [quote(message.key), file.importType(view.typeOf(message.payload), "./messages.js")];
  if (message.headers !== undefined) parts.push(file.importType(view.typeOf(message.headers), "./messages.js"));
  return `${file.importType("Received", view.runtime)}<${parts.join(", ")}>`;
}

/** `options?: PublishOptions`, with what the document makes the caller give: address parameters, headers. */
function optionsParameter(
  view: ApplicationView,
  file: SourceFile,
  operation: SendOperation,
  message: Message,
  schemas: ReadonlyMap<string, Schema>,
): string {
  const parameters = addressParameters(operation.channel.address, operation.channel.parameters);
  const members: string[] = [];
  let required = false;
  if (parameters.length > 0) {
    const open = parameters.some(isNeeded);
    required ||= open;
    const fields = parameters.map((parameter) => {
      const type = parameter.enum.length > 0 ? parameter.enum.map(quote).join(" | ") : "string";
      return `readonly ${propertyKey(parameter.name)}${isNeeded(parameter) ? "" : "?"}: ${type}`;
    });
    members.push(`readonly parameters${open ? "" : "?"}: { ${fields.join("; ")} }`);
  }
  if (message.headers !== undefined) {
    const needed = requiresSomething(message.headers, schemas, new Set());
    required ||= needed;
    members.push(`readonly headers${needed ? "" : "?"}: ${file.importType(view.typeOf(message.headers), "./messages.js")}`);
  }
  const type = [file.importType("PublishOptions", view.runtime), ...(members.length > 0 ? [`{ ${members.join("; ")} }`] : [])].join(" & ");
  return `options${required ? "" : "?"}: ${type}`;
}

/** A parameter with a default, or with a place in the message where its value stands, need not be given. */
const isNeeded = (parameter: Parameter): boolean => parameter.default === undefined && parameter.expression === undefined;

/** Whether no headers at all would break the headers schema: it, or what it is combined with, has a `required`. */
function requiresSomething(schemaId: string, schemas: ReadonlyMap<string, Schema>, seen: Set<string>): boolean {
  if (seen.has(schemaId)) return false;
  seen.add(schemaId);
  const visit = (node: unknown): boolean => {
    if (typeof node !== "object" || node === null) return false;
    const { required, allOf, anyOf, oneOf, $ref, minProperties } = node as Readonly<Record<string, unknown>>;
    if (Array.isArray(required) && required.length > 0) return true;
    if (typeof minProperties === "number" && minProperties > 0) return true;
    if (typeof $ref === "string" && requiresSomething($ref, schemas, seen)) return true;
    if (Array.isArray(allOf) && allOf.some(visit)) return true;
    return [anyOf, oneOf].some((union) => Array.isArray(union) && union.length > 0 && union.every(visit));
  };
  return visit(schemas.get(schemaId)?.node);
}

const shorthand = (key: string, value: string): string => (key === value ? key : `${key}: ${value}`);
