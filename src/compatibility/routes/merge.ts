/** Two versions of the documents, as they are on one broker while the one takes the place of the other. */
import type { Application, Channel, ContractSet, Json, Message, Operation, Schema, SchemaNode } from "#contract";
import { canonical, isList, isObject } from "../schema/json.js";

/**
 * The send operations of one set, with the answers they await, and the receive operations of another, with the answers they give;
 * the channels of both. Schemas of the second set that are not those of the first have ids of their own.
 */
export function mergeSets(starting: ContractSet, taking: ContractSet): ContractSet {
  const taken = renamed(taking, changedSchemas(starting, taking));
  const ids = [...new Set([...starting.applications, ...taken.applications].map(({ id }) => id))];
  return {
    applications: ids.flatMap((id) => mergeApplications(starting.applications.find(sameId(id)), taken.applications.find(sameId(id)))),
    schemas: new Map([...taken.schemas, ...starting.schemas]),
    problems: [],
    files: [...new Set([...starting.files, ...taken.files])],
  };
}

const sameId =
  (id: string) =>
  (application: Application): boolean =>
    application.id === id;

function mergeApplications(starting: Application | undefined, taking: Application | undefined): Application[] {
  const base = starting ?? taking;
  if (base === undefined) return [];
  const sends = (starting?.operations ?? []).filter(({ action }) => action === "send");
  const receives = (taking?.operations ?? []).filter(({ action }) => action === "receive");
  return [{ ...base, channels: mergeChannels(taking?.channels ?? [], starting?.channels ?? []), operations: [...sends, ...receives] }];
}

/** Each once, although both sets write it. Of a queue that both declare differently, the broker keeps what it has. */
function mergeChannels(taking: readonly Channel[], starting: readonly Channel[]): readonly Channel[] {
  const known = new Set(taking.map(withoutPlaces));
  return [...taking, ...starting.filter((channel) => !known.has(withoutPlaces(channel)))];
}

const withoutPlaces = (channel: Channel): string =>
  JSON.stringify(channel, (key, value: unknown) => (key === "location" || key === "messages" ? undefined : value));

/** Ids of schemas that both sets have, and that say something else in the second, themselves or by what they refer to. */
function changedSchemas(before: ContractSet, after: ContractSet): ReadonlySet<string> {
  const changed = new Set<string>();
  const users = new Map<string, string[]>();
  for (const [id, { node }] of after.schemas) {
    const earlier = before.schemas.get(id);
    if (earlier === undefined || canonical(earlier.node) !== canonical(node)) changed.add(id);
    for (const used of referencesIn(node)) users.set(used, [...(users.get(used) ?? []), id]);
  }
  const open = [...changed];
  for (let id = open.pop(); id !== undefined; id = open.pop()) {
    for (const user of users.get(id) ?? []) {
      if (changed.has(user)) continue;
      changed.add(user);
      open.push(user);
    }
  }
  return changed;
}

function referencesIn(node: Json): string[] {
  if (isList(node)) return node.flatMap(referencesIn);
  if (!isObject(node)) return [];
  return typeof node.$ref === "string" ? [node.$ref] : Object.values(node).flatMap(referencesIn);
}

/** The set with other ids for some schemas. An id keeps its file and pointer, so that places can be told from it. */
function renamed(set: ContractSet, changed: ReadonlySet<string>): ContractSet {
  const other = (id: string): string => (changed.has(id) ? `${otherMark}${id}` : id);
  const schemas = [...set.schemas].map(([id, schema]): [string, Schema] => [
    other(id),
    changed.has(id) ? { ...schema, id: other(id), node: renamedNode(schema.node, other) as SchemaNode } : schema,
  ]);
  const message = (each: Message): Message => ({
    ...each,
    payload: other(each.payload),
    ...(each.headers === undefined ? {} : { headers: other(each.headers) }),
  });
  return { ...set, schemas: new Map(schemas), applications: set.applications.map((application) => withMessages(application, message)) };
}

const otherMark = "other:";

/** The id that the documents know a schema by. */
export const documentsId = (id: string): string => (id.startsWith(otherMark) ? id.slice(otherMark.length) : id);

function renamedNode(node: Json, other: (id: string) => string): Json {
  if (isList(node)) return node.map((item) => renamedNode(item, other));
  if (!isObject(node)) return node;
  return Object.fromEntries(
    Object.entries(node).map(([key, value]) => [
      key,
      key === "$ref" && typeof value === "string" ? other(value) : renamedNode(value, other),
    ]),
  );
}

function withMessages(application: Application, change: (message: Message) => Message): Application {
  const channel = <T extends Channel>(each: T): T => ({ ...each, messages: each.messages.map(change) });
  const operation = (each: Operation): Operation => {
    const { reply } = each;
    const answered =
      reply === undefined
        ? {}
        : {
            reply: {
              ...reply,
              messages: reply.messages.map(change),
              ...(reply.channel === undefined ? {} : { channel: channel(reply.channel) }),
            },
          };
    const messages = each.messages.map(change);
    return each.action === "send"
      ? { ...each, ...answered, messages, channel: channel(each.channel) }
      : { ...each, ...answered, messages, channel: channel(each.channel) };
  };
  return { ...application, channels: application.channels.map(channel), operations: application.operations.map(operation) };
}
