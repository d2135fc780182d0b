/** Which schemas and messages a schema is part of. */
import type { Message } from "#contract";
import type { System } from "../system/model.js";
import { referencesIn } from "./references.js";

export interface SchemaUses {
  /** Ids of the schemas that refer to it. */
  schemas(id: string): readonly string[];
  /** Messages that carry it, at whatever depth. */
  messages(id: string): readonly Message[];
}

export function schemaUses({ contracts, messages }: Pick<System, "contracts" | "messages">): SchemaUses {
  const below = new Map([...contracts.schemas.values()].map(({ id, node }) => [id, referencesIn(node)] as const));
  const users = new Map<string, string[]>();
  for (const [id, references] of below) for (const each of references) noteIn(users, each, id);
  const carriers = new Map<string, Message[]>();
  for (const { message } of messages) {
    const reached = new Set([message.payload, ...(message.headers === undefined ? [] : [message.headers])]);
    for (const id of reached) for (const each of below.get(id) ?? []) reached.add(each);
    for (const id of reached) noteIn(carriers, id, message);
  }
  return { schemas: (id) => users.get(id) ?? [], messages: (id) => carriers.get(id) ?? [] };
}

function noteIn<Item>(map: Map<string, Item[]>, key: string, item: Item): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [item]);
  else known.push(item);
}
