/** Types in the signatures of generated methods. */
import type { Message, Schema, SendOperation } from "#contract";
import { propertyKey, quote } from "../names.js";
import type { SourceFile } from "../source-file.js";
import { type ApplicationView, addressParameters, isNeeded } from "./application-view.js";
import type { Filled } from "./filled.js";

/** What index.ts is made with. */
export interface Emitter {
  readonly view: ApplicationView;
  readonly file: SourceFile;
  readonly schemas: ReadonlyMap<string, Schema>;
}

/** `Received<"Name", Payload>`, with the type of the headers where the document has one. */
const receivedType = (emitter: Emitter, message: Message): string => namedType(emitter, "Received", message, none);

/** `Received<"A", A> | Received<"B", B>`. */
export const receivedTypes = (emitter: Emitter, messages: readonly Message[]): string =>
  messages.map((message) => receivedType(emitter, message)).join(" | ") || "never";

/** `Answer<"Name", Payload>`, what is filled in left out. */
export const answerType = (emitter: Emitter, message: Message, filled: Filled): string => namedType(emitter, "Answer", message, filled);

const none: Filled = { payload: [], headers: [] };

function namedType(emitter: Emitter, generic: "Received" | "Answer", message: Message, filled: Filled): string {
  const { view, file } = emitter;
  const parts = [quote(message.key), payloadType(emitter, message, filled)];
  if (message.headers !== undefined) parts.push(unfilled(emitter, message.headers, filled.headers));
  return `${file.importType(generic, view.runtime)}<${parts.join(", ")}>`;
}

/** The payload as its sender gives it. */
export const payloadType = (emitter: Emitter, message: Message, filled: Filled): string =>
  unfilled(emitter, message.payload, filled.payload);

/** The payload as its sender gives it in a call: by the names that the operation has for its properties. */
export function calledType(emitter: Emitter, { callNames }: SendOperation, message: Message, filled: Filled): string {
  const type = payloadType(emitter, message, filled);
  if (callNames === undefined || Object.keys(callNames).length === 0) return type;
  const names = Object.entries(callNames).map(([name, property]) => `${propertyKey(property)}: ${quote(name)}`);
  return `${emitter.file.importType("Renamed", emitter.view.runtime)}<${type}, { ${names.join("; ")} }>`;
}

function unfilled({ view, file }: Emitter, schemaId: string, filled: readonly string[]): string {
  const type = file.importType(view.typeOf(schemaId), "./messages.js");
  return filled.length === 0 ? type : `${file.importType("Unfilled", view.runtime)}<${type}, ${filled.map(quote).join(" | ")}>`;
}

/** `options?: PublishOptions`, with what the document makes the caller give: address parameters, headers. */
export function optionsParameter(
  emitter: Emitter,
  base: "PublishOptions" | "RequestOptions",
  operation: SendOperation,
  message: Message,
  filled: Filled,
): string {
  const { view, file, schemas } = emitter;
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
    const needed = requiresSomething(message.headers, schemas, new Set(filled.headers), new Set());
    required ||= needed;
    members.push(`readonly headers${needed ? "" : "?"}: ${unfilled(emitter, message.headers, filled.headers)}`);
  }
  const type = [file.importType(base, view.runtime), ...(members.length > 0 ? [`{ ${members.join("; ")} }`] : [])].join(" & ");
  return `options${required ? "" : "?"}: ${type}`;
}

/** Whether no headers but the filled ones would break the headers schema: it, or what it is combined with, has a `required`. */
function requiresSomething(
  schemaId: string,
  schemas: ReadonlyMap<string, Schema>,
  filled: ReadonlySet<unknown>,
  seen: Set<string>,
): boolean {
  if (seen.has(schemaId)) return false;
  seen.add(schemaId);
  const visit = (node: unknown): boolean => {
    if (typeof node !== "object" || node === null) return false;
    const { required, allOf, anyOf, oneOf, $ref, minProperties } = node as Readonly<Record<string, unknown>>;
    if (Array.isArray(required) && required.some((name) => !filled.has(name))) return true;
    if (typeof minProperties === "number" && minProperties > filled.size) return true;
    if (typeof $ref === "string" && requiresSomething($ref, schemas, filled, seen)) return true;
    if (Array.isArray(allOf) && allOf.some(visit)) return true;
    return [anyOf, oneOf].some((union) => Array.isArray(union) && union.length > 0 && union.every(visit));
  };
  return visit(schemas.get(schemaId)?.node);
}
