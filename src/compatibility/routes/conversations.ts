/** Who asks whom, and on which ways answers come back. */
import { type ContractSet, type Hop, type Route, type RouteEnd, requestOf } from "#contract";
import { type Delivery, endKey } from "./deliveries.js";

export interface Conversations {
  /** Whether requests of one operation come to the other. */
  asks(requester: RouteEnd, responder: RouteEnd): boolean;
  /** The ways on which answers of the responder come straight to the requester. */
  answers(responder: RouteEnd, requester: RouteEnd): readonly Route[];
  /** The ways on which messages of an operation come straight to another. */
  requests(requester: RouteEnd, responder: RouteEnd): readonly Route[];
  /** Who answers the operation. */
  responders(requester: RouteEnd): readonly RouteEnd[];
  /** Applications that read the queue. */
  readers(queue: string): ReadonlySet<string>;
}

export function conversationsOf(set: ContractSet, routes: readonly Route[]): Conversations {
  const asked = new Set<string>();
  const straight = new Map<string, Route[]>();
  const responders = new Map<string, Map<string, RouteEnd>>();
  for (const route of routes) {
    const { consumer, producer, hops } = route;
    if (consumer === undefined) continue;
    const pair = pairOf(producer, consumer);
    if (hops[0]?.kind === "publish") asked.add(pair);
    if (!hops.slice(1).every(({ kind }) => kind === "bind" || kind === "alternate")) continue;
    straight.set(pair, [...(straight.get(pair) ?? []), route]);
    if (hops[0]?.kind !== "reply") continue;
    const known = responders.get(endKey(consumer)) ?? new Map<string, RouteEnd>();
    responders.set(endKey(consumer), known.set(endKey(producer), producer));
  }
  const readers = readersOf(set);
  const ways = (from: RouteEnd, to: RouteEnd, kind: Hop["kind"]): readonly Route[] =>
    (straight.get(pairOf(from, to)) ?? []).filter(({ hops }) => hops[0]?.kind === kind);
  return {
    asks: (requester, responder) => asked.has(pairOf(requester, responder)),
    answers: (responder, requester) => ways(responder, requester, "reply"),
    requests: (requester, responder) => ways(requester, responder, "publish"),
    responders: (requester) => [...(responders.get(endKey(requester))?.values() ?? [])],
    readers: (queue) => readers.get(queue) ?? new Set(),
  };
}

/**
 * Whether the message is sent for this taker at all. Requests of one application may share a queue for their answers: each is handed
 * the answers to its own, as their correlation ids say.
 */
export function isMeant({ sender, taker }: Delivery, all: readonly Delivery[], { asks }: Conversations): boolean {
  if (sender.operation.action === "send" || taker.operation.action === "receive" || asks(taker.end, sender.end)) return true;
  const queue = requestOf(taker.operation)?.channel.queue.name;
  return !all.some(
    (other) =>
      other.taker.operation.action === "send" &&
      other.taker.end.application === taker.end.application &&
      requestOf(other.taker.operation)?.channel.queue.name === queue &&
      endKey(other.sender.end) === endKey(sender.end) &&
      asks(other.taker.end, sender.end),
  );
}

const pairOf = (from: RouteEnd, to: RouteEnd): string => `${endKey(from)} ${endKey(to)}`;

function readersOf(set: ContractSet): ReadonlyMap<string, ReadonlySet<string>> {
  const readers = new Map<string, Set<string>>();
  for (const { id, operations } of set.applications) {
    for (const operation of operations) {
      const channel = operation.action === "receive" ? operation.channel : requestOf(operation)?.channel;
      if (channel !== undefined) readers.set(channel.queue.name, (readers.get(channel.queue.name) ?? new Set()).add(id));
    }
  }
  return readers;
}
