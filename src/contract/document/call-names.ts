import type { Message, SendOperation } from "../model.js";
import { undeclaredSegment } from "../schema/paths.js";
import { childPointer, get, getText, isObject, type JsonObject, put } from "../source/tree.js";
import type { ApplicationSource } from "./application-source.js";

/** `x-call` of a send operation: names of the call, with the top-level property of the payload that each stands for. */
export function readCallNames(source: ApplicationSource, binding: JsonObject, messages: readonly Message[]): SendOperation["callNames"] {
  const call = get(binding, "x-call");
  if (!isObject(call)) return undefined;
  const { problems, origins } = source.reading;
  const names: Record<string, string> = {};
  for (const name of Object.keys(call)) {
    const property = getText(call, name);
    if (property === undefined) continue;
    const other = Object.keys(names).find((each) => names[each] === property);
    if (other !== undefined) {
      const said = `"${other}" and "${name}" are both names of the property "${property}"; one is enough.`;
      problems.add("error", "wrong-value", origins.atValue(call, name), said);
    }
    put(names, name, property);
    const expression = `$message.payload#${childPointer("", property)}`;
    source.expressions.push({ expression, messages, place: origins.atValue(call, name) });
  }
  source.checks.push(() => checkNames(source, call, names, messages));
  return names;
}

/** A name that is a property of the payload, too, would mean two things. */
function checkNames(
  { reading: { problems, origins }, schemas }: ApplicationSource,
  call: JsonObject,
  names: Readonly<Record<string, string>>,
  messages: readonly Message[],
): void {
  const renamed = new Set(Object.values(names));
  for (const name of Object.keys(names)) {
    const clash = renamed.has(name) ? undefined : messages.find(({ payload }) => undeclaredSegment(schemas, payload, [name]) === undefined);
    if (clash === undefined) continue;
    const said = `"${name}" is a property of message "${clash.name}" already, so that it cannot be the name of another.`;
    problems.add("error", "name-collision", origins.atKey(call, name), said);
  }
}
