import type { ContractSet, Message, Operation, Schema, SchemaNode } from "#contract";
import { isList, isObject, type JsonObject, own } from "../schema/json.js";
import { alternatives, canBeObject, declaresProperties, inPlace } from "./in-place.js";

/**
 * The set, with producers that send no property their schemas do not declare: what the policy `declared-properties-only` assumes of open
 * schemas. Whatever a producer's payload allowed and holds declared properties only, it still allows; nothing is allowed that was not before.
 */
export function declaredPropertiesOnly(set: ContractSet): ContractSet {
  const closing = new Closing(set.schemas);
  const applications = set.applications.map((application) => ({
    ...application,
    operations: application.operations.map((operation) => closeOperation(operation, closing)),
  }));
  return { ...set, applications, schemas: closing.schemas };
}

/** What an operation publishes: a receive operation, its answers. */
function closeOperation(operation: Operation, closing: Closing): Operation {
  const close = (messages: readonly Message[]) => messages.map((message) => ({ ...message, payload: closing.closed(message.payload) }));
  if (operation.action === "send") return { ...operation, messages: close(operation.messages) };
  const { reply } = operation;
  return reply === undefined ? operation : { ...operation, reply: { ...reply, messages: close(reply.messages) } };
}

/** Far more than documents have; beyond it, what is below stays open. */
const mostClosures = 10_000;

/** Writes, beside each producer's schema, a second one that holds the closed objects; both count. */
class Closing {
  readonly schemas: Map<string, Schema>;
  /** By the schemas that speak of one value together. */
  readonly #closures = new Map<string, string>();
  readonly #numbers = new Map<object, number>();

  constructor(schemas: ContractSet["schemas"]) {
    this.schemas = new Map(schemas);
  }

  /** The id of the closed form of a schema. */
  closed(id: string): string {
    const schema = this.schemas.get(id);
    if (schema === undefined) return id;
    const closedId = `declared-properties-only:${id}`;
    if (!this.schemas.has(closedId)) {
      this.schemas.set(closedId, { ...schema, id: closedId, node: true });
      this.schemas.set(closedId, { ...schema, id: closedId, node: { allOf: [{ $ref: id }, this.#closure([schema.node])] } });
    }
    return closedId;
  }

  #closure(group: readonly SchemaNode[]): SchemaNode {
    const nodes = group.filter(isObject);
    if (nodes.length < group.length || nodes.length === 0 || this.#closures.size > mostClosures) return true;
    const key = [...new Set(nodes.map((node) => this.#number(node)))].sort((a, b) => a - b).join();
    const known = this.#closures.get(key);
    if (known !== undefined) return { $ref: known };
    const id = `declared-properties#${key}`;
    this.#closures.set(key, id);
    const [first] = this.schemas.values();
    const node = this.#close(nodes);
    this.schemas.set(id, { id, name: "DeclaredProperties", node, location: first?.location ?? { file: "", line: 1, column: 1 } });
    return { $ref: id };
  }

  #close(group: readonly SchemaNode[]): SchemaNode {
    const parts = group.flatMap((node) => inPlace(node, this.schemas));
    if (parts.some(dependsOnTheWhole)) return true;
    const names = new Set(parts.flatMap(namesOf));
    const isClosed = this.#declaresAll(group) && !parts.some(looksAtOthers) && !parts.some((part) => this.#mixes(part));
    const patterns = parts.flatMap((part) => entriesOf(part, "patternProperties"));
    const others = parts.flatMap((part) => schemaAt(part, "additionalProperties"));
    const properties = [...names].map((name): [string, SchemaNode] => {
      const declared = parts.flatMap((part) => schemasOf(part, name));
      return [name, declared.length === 0 ? true : this.#closure([...declared, ...patterns.map(([, node]) => node)])];
    });
    return {
      properties: Object.fromEntries(properties),
      patternProperties: Object.fromEntries(patterns.map(([pattern]) => [pattern, true])),
      additionalProperties: isClosed ? false : patterns.length > 0 || others.length === 0 ? true : this.#closure(others),
      ...this.#items(parts),
    };
  }

  /** Members of lists, where all schemas say one thing of all members. */
  #items(parts: readonly JsonObject[]): JsonObject {
    if (parts.some((part) => isList(own(part, "items")))) return {};
    const items = parts.flatMap((part) => [...schemaAt(part, "items"), ...schemaAt(part, "contains")]);
    return items.length === 0 ? {} : { items: this.#closure(items) };
  }

  /** Whoever may speak of an object names properties; an alternative that names none may be a map of anything. */
  #declaresAll(group: readonly SchemaNode[]): boolean {
    const objects = group.filter((node) => canBeObject(node, this.schemas));
    return objects.length > 0 && objects.every((node) => declaresProperties(node, this.schemas));
  }

  /** Of two branches, one closed, an undeclared property may be what tells them apart. */
  #mixes(part: JsonObject): boolean {
    const branches = alternatives(part).map((branch) =>
      inPlace(branch, this.schemas).some((inner) => own(inner, "additionalProperties") === false),
    );
    return branches.includes(true) && branches.includes(false);
  }

  #number(node: object): number {
    const number = this.#numbers.get(node) ?? this.#numbers.size;
    this.#numbers.set(node, number);
    return number;
  }
}

/** Names that a schema speaks of: such properties are declared. */
function namesOf(part: JsonObject): readonly string[] {
  const dependencies = entriesOf(part, "dependencies").flatMap(([name, needed]) => [name, ...textsOf(needed)]);
  return [...entriesOf(part, "properties").map(([name]) => name), ...textsOf(own(part, "required")), ...dependencies];
}

const textsOf = (value: unknown): string[] => (isList(value) ? value.filter((item) => typeof item === "string") : []);

function entriesOf(part: JsonObject, keyword: string): [string, SchemaNode][] {
  const held = own(part, keyword);
  return isObject(held) ? (Object.entries(held) as [string, SchemaNode][]) : [];
}

/** What a schema says of a property, by its name or because it names it not. */
function schemasOf(part: JsonObject, name: string): SchemaNode[] {
  const properties = own(part, "properties");
  const isNamed = isObject(properties) && Object.hasOwn(properties, name);
  return isNamed ? schemaAt(properties, name) : schemaAt(part, "additionalProperties").filter(isObject);
}

function schemaAt(holder: unknown, key: string): SchemaNode[] {
  const schema = isObject(holder) ? own(holder, key) : undefined;
  return schema === true || isObject(schema) ? [schema] : [];
}

/** Keywords by which a value may be refused for want of a property that nobody declares. */
const looksAtOthers = (part: JsonObject): boolean =>
  ["minProperties", "maxProperties", "propertyNames"].some((keyword) => Object.hasOwn(part, keyword)) ||
  (own(part, "additionalProperties") ?? false) !== false;

/** Keywords that speak of a whole value, whatever its parts. */
function dependsOnTheWhole(part: JsonObject): boolean {
  const listed = own(part, "enum");
  const values = [own(part, "const"), ...(isList(listed) ? listed : [])];
  return Object.hasOwn(part, "not") || values.some((value) => typeof value === "object" && value !== null);
}
