import type { Json, Message, SendOperation } from "../model.js";
import { fixedValues } from "../schema/fixed-values.js";
import { get, getText, isObject, type JsonObject, put } from "../source/tree.js";
import { didYouMean } from "../spelling.js";
import type { ApplicationSource } from "./application-source.js";
import { parseRuntimeExpression } from "./expressions.js";

/** A table in a document that says what follows from each value at a place in a message. */
interface PlacedTable {
  readonly holder: JsonObject;
  /** Under which the table stands, or that which holds it. */
  readonly key: string;
  readonly table: JsonObject;
  readonly expression: string;
  readonly messages: readonly Message[];
}

/** `x-priority` of a send operation: those of its entries that have the right shape; others have been reported. */
export function readPriorities(source: ApplicationSource, binding: JsonObject, messages: readonly Message[]): SendOperation["priorityBy"] {
  const priority = get(binding, "x-priority");
  const expression = isObject(priority) ? getText(priority, "location") : undefined;
  const table = isObject(priority) ? get(priority, "values") : undefined;
  if (!isObject(priority) || expression === undefined || !isObject(table)) return undefined;
  if (parseRuntimeExpression(expression) === undefined) return undefined;
  source.expressions.push({ expression, messages, place: source.reading.origins.atValue(priority, "location") });
  noteTable(source, { holder: binding, key: "x-priority", table, expression, messages });
  const values: Record<string, number> = {};
  for (const [value, level] of Object.entries(table)) if (typeof level === "number") put(values, value, level);
  return { expression, values };
}

/** Has the table checked once all schemas are known: it says something of every value that may stand there, and of no other. */
export function noteTable(source: ApplicationSource, placed: PlacedTable): void {
  source.checks.push(() => checkTable(source, placed));
}

function checkTable(
  { reading: { problems, origins }, schemas }: ApplicationSource,
  { holder, key, table, expression, messages }: PlacedTable,
): void {
  const parsed = parseRuntimeExpression(expression);
  if (parsed === undefined) return;
  const idle = new Set(Object.keys(table));
  const known = new Set<string>();
  for (const message of messages) {
    const id = parsed.source === "payload" ? message.payload : message.headers;
    const values = id === undefined ? undefined : fixedValues(schemas, id, parsed.path);
    if (values === undefined) {
      const said = `"${key}" needs to know every value at "${expression}", and message "${message.name}" does not list them: give the property an enum or a const.`;
      problems.add("error", "value-table", origins.atKey(holder, key), said);
      return;
    }
    for (const text of values.map(textOf)) {
      known.add(text);
      idle.delete(text);
      if (Object.hasOwn(table, text)) continue;
      const said = `"${key}" says nothing of "${text}", which message "${message.name}" may hold at "${expression}".`;
      problems.add("error", "value-table", origins.atKey(holder, key), said);
    }
  }
  for (const text of idle) {
    const said = `No message holds "${text}" at "${expression}"${didYouMean(text, known)}`;
    problems.add("warning", "idle-key", origins.atKey(table, text), said);
  }
}

/** As the runtime writes a value for such a table. */
const textOf = (value: Json): string => (typeof value === "string" ? value : JSON.stringify(value));
