/** Who sends which message to whom: the routes of a set, gathered by message. */
import { type ContractSet, type Message, type Operation, type Request, type Route, type RouteEnd, requestOf } from "#contract";

/** The operation that sends a message: a send operation, or a receive operation that answers. */
export interface Sender {
  readonly end: RouteEnd;
  readonly operation: Operation;
  readonly message: Message;
}

/** The operation that a message comes to: a receive operation, or a send operation that awaits answers. */
export interface Taker {
  readonly end: RouteEnd;
  readonly operation: Operation;
  /** Those that it has a name for. */
  readonly messages: readonly Message[];
}

/** One message on all its ways from a sender to a taker. */
export interface Delivery {
  readonly id: string;
  readonly sender: Sender;
  readonly taker: Taker;
  readonly routes: readonly Route[];
}

/** What an operation asks, where it is one that asks and waits. */
export function requestOfEnd({ operation }: Sender | Taker): Request | undefined {
  const request = operation.action === "send" ? requestOf(operation) : undefined;
  return request === undefined || request.messages.length === 0 ? undefined : request;
}

export function deliveriesOf(set: ContractSet, routes: readonly Route[]): readonly Delivery[] {
  const operations = indexOperations(set);
  const deliveries = new Map<string, { readonly sender: Sender; readonly taker: Taker; readonly routes: Route[] }>();
  for (const route of routes) {
    const taker = takerOf(route, operations);
    if (taker === undefined) continue;
    for (const sender of sendersOf(route, operations)) {
      const key = JSON.stringify([
        endKey(sender.end),
        sender.operation.action,
        sender.message.key,
        endKey(taker.end),
        taker.operation.action,
      ]);
      const known = deliveries.get(key);
      if (known === undefined) deliveries.set(key, { sender, taker, routes: [route] });
      else known.routes.push(route);
    }
  }
  return named([...deliveries.values()]);
}

/** Keys may hold dots, so that two deliveries would have one name: the second of them is numbered. */
function named(deliveries: readonly Omit<Delivery, "id">[]): readonly Delivery[] {
  const times = new Map<string, number>();
  return deliveries.map((delivery) => {
    const { sender, taker } = delivery;
    const name = `${endName(sender.end)} → ${endName(taker.end)}: ${sender.message.key}`;
    const time = (times.get(name) ?? 0) + 1;
    times.set(name, time);
    return { id: time === 1 ? name : `${name} (${time})`, ...delivery };
  });
}

/** One text for each end, and for no other. */
export const endKey = ({ application, operation }: RouteEnd): string => JSON.stringify([application, operation]);

/** `orders/order.payment` */
export const endName = ({ application, operation }: RouteEnd): string => `${application}.${operation}`;

/** By end; more than one where two sets are looked at together, and the operation sends in one and receives in the other. */
type Operations = ReadonlyMap<string, readonly Operation[]>;

function indexOperations(set: ContractSet): Operations {
  const index = new Map<string, Operation[]>();
  for (const { id, operations } of set.applications) {
    for (const operation of operations) {
      const key = endKey({ application: id, operation: operation.key });
      index.set(key, [...(index.get(key) ?? []), operation]);
    }
  }
  return index;
}

function sendersOf({ producer, hops }: Route, operations: Operations): Sender[] {
  const action = hops[0]?.kind === "reply" ? "receive" : "send";
  const operation = operations.get(endKey(producer))?.find((each) => each.action === action);
  if (operation === undefined) return [];
  const end = { application: producer.application, operation: producer.operation };
  const messages = action === "send" ? operation.messages : (operation.reply?.messages ?? []);
  return messages.filter(({ key }) => producer.messages.includes(key)).map((message) => ({ end, operation, message }));
}

function takerOf({ consumer: end, queue }: Route, operations: Operations): Taker | undefined {
  if (end === undefined) return undefined;
  const candidates = operations.get(endKey(end)) ?? [];
  const operation = candidates.find((each) => readsQueue(each, queue)) ?? candidates.find(({ action }) => action === "send");
  if (operation === undefined) return undefined;
  return { end, operation, messages: operation.action === "send" ? (operation.reply?.messages ?? []) : operation.messages };
}

function readsQueue(operation: Operation, queue: string): boolean {
  const channel = operation.action === "receive" ? operation.channel : requestOf(operation)?.channel;
  return channel?.queue.name === queue;
}
