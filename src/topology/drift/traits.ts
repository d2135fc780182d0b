/** What differs between an object that documents ask for and the one that is there. */
import { isDeepStrictEqual } from "node:util";
import { type Arguments, queueTypeOf } from "#contract";
import type { LiveExchange, LiveQueue } from "../management/live.js";
import type { WantedExchange, WantedQueue } from "../wanted.js";
import type { Trait } from "./model.js";

export const exchangeTraits = (wanted: WantedExchange, live: LiveExchange): readonly Trait[] =>
  different(
    { type: wanted.type, durable: wanted.durable, autoDelete: wanted.autoDelete, internal: false, ...wanted.arguments },
    { type: live.type, durable: live.durable, autoDelete: live.autoDelete, internal: live.internal, ...live.arguments },
  );

/** A queue without `x-queue-type` is of the virtual host's default type; RabbitMQ may or may not write that into the arguments. */
export function queueTraits(wanted: WantedQueue, live: LiveQueue, defaultType: string): readonly Trait[] {
  const wantedType = wanted.arguments["x-queue-type"] === undefined ? defaultType : queueTypeOf(wanted);
  const { durable, exclusive, autoDelete } = wanted;
  return different(
    { durable, exclusive, autoDelete, ...wanted.arguments, "x-queue-type": wantedType },
    { durable: live.durable, exclusive: live.exclusive, autoDelete: live.autoDelete, ...live.arguments, "x-queue-type": live.type },
  );
}

function different(wanted: Arguments, live: Arguments): readonly Trait[] {
  const names = [...new Set([...Object.keys(wanted), ...Object.keys(live)])];
  return names.filter((name) => !isDeepStrictEqual(wanted[name], live[name])).map((name) => traitOf(name, wanted[name], live[name]));
}

export const traitOf = (name: string, wanted: Trait["wanted"], live: Trait["live"], policy?: string): Trait => ({
  name,
  ...(wanted === undefined ? {} : { wanted }),
  ...(live === undefined ? {} : { live }),
  ...(policy === undefined ? {} : { policy }),
});
