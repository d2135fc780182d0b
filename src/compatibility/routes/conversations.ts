/** Who asks whom, and on which ways answers come back. */
import { type ContractSet, type Route, type RouteEnd, requestOf } from "#contract";
import { type Delivery, endKey } from "./deliveries.js";

export interface Conversations {
  /** Whether requests of one operation come to the other. */
  asks(requester: RouteEnd, responder: RouteEnd): boolean;
  /** The ways on which answers of the responder come straight to the requester. */
  answers(responder: RouteEnd, requester: RouteEnd): readonly Route[];
  /** Applications that read the queue. */
  readers(queue: string): ReadonlySet<string>;
}

export function conversationsOf(set: ContractSet, routes: readonly Route[]): Conversations {
  const asked = new Set<string>();
  const answered = new Map<string, Route[]>();
  for (const route of routes) {
    const { consumer, producer, hops } = route;
    if (consumer === undefined) continue;
    const pair = pairOf(producer, consumer);
    if (hops[0]?.kind === "publish") asked.add(pair);
    else if (hops.slice(1).every(({ kind }) => kind === "bind" || kind === "alternate")) {
      answered.set(pair, [...(answered.get(pair) ?? []), route]);
    }
  }
  const readers = readersOf(set);
  return {
    asks: (requester, responder) => asked.has(pairOf(requester, responder)),
    answers: (responder, requester) => answered.get(pairOf(responder, requester)) ?? [],
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
