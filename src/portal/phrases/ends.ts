/** What proofs and changes name, as links: of another revision, or in a queue that no document writes, it need not have a page. */
import { endName } from "#compatibility";
import type { Operation, RouteEnd } from "#contract";
import { code } from "../content/inline.js";
import type { Inline } from "../content/model.js";
import type { System } from "../system/model.js";

export interface Ends {
  /** `orders/payment › paymentAction` */
  operation(end: RouteEnd): readonly Inline[];
  /** A message by its key in the operation that sends it, or answers with it. */
  message(producer: RouteEnd, key: string): Inline;
  queue(name: string): Inline;
}

export function endsOf({ contracts, graph, places }: System): Ends {
  const operations = new Map<string, Operation>();
  for (const { id, operations: own } of contracts.applications) for (const each of own) operations.set(keyOf(id, each.key), each);
  const queues = new Set(graph.nodes.flatMap((node) => (node.kind === "queue" ? [node.name] : [])));
  const find = (end: RouteEnd): Operation | undefined => operations.get(keyOf(end.application, end.operation));
  return {
    operation: (end) =>
      find(end) === undefined
        ? [code(endName(end))]
        : [places.application(end.application), " › ", places.operation(end.application, end.operation)],
    message(producer, key) {
      const operation = find(producer);
      const found = [...(operation?.messages ?? []), ...(operation?.reply?.messages ?? [])].find((message) => message.key === key);
      return found === undefined ? code(key) : { ...places.message(found), text: key };
    },
    queue: (name) => (queues.has(name) ? places.queue(name) : code(name)),
  };
}

const keyOf = (application: string, operation: string): string => JSON.stringify([application, operation]);
