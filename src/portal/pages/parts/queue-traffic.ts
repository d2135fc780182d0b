/** Who writes into a queue, and who reads it. */
import type { Proof } from "#compatibility";
import type { Route } from "#contract";
import { badge, code, listed } from "../../content/inline.js";
import type { Block, Table } from "../../content/model.js";
import { durationPhrase } from "../../phrases/duration.js";
import { expressionPhrase } from "../../phrases/expression.js";
import { standingBadge } from "../../phrases/standing.js";
import { isRetried, waysPhrase } from "../../phrases/way.js";
import { lookup, type QueueEntry } from "../../system/lookup.js";
import type { System } from "../../system/model.js";
import { table } from "./blocks.js";
import { type Delivered, endLinks, merged, sentMessage } from "./deliveries.js";
import { messageLinks } from "./operation-facts.js";

type Row = Table["rows"][number];

/** Rows beyond this are counted only: thousands of queues may share one for their dead letters. */
const mostRows = 200;

/** Every message that comes into the queue, on each way but back from a retry. */
export function arrivalTable(system: System, entry: QueueEntry): readonly Block[] {
  const rows = [...merged(readArrivals(system, entry)), ...unreadArrivals(system, entry)];
  const more = rows.length - mostRows;
  return [
    ...table("What comes in", ["Message", "Sent by", "Way", "Contract"], rows.slice(0, mostRows)),
    ...(more > 0 ? [{ kind: "paragraph", text: [`And ${more} more.`] } as const] : []),
  ];
}

function readArrivals(system: System, { name, readers }: QueueEntry): readonly Delivered[] {
  const ends = readers.map(({ application, operation }) => ({ application: application.id, operation: operation.key }));
  return ends.flatMap((end) =>
    lookup(system)
      .takenBy(end)
      .flatMap((proof) => {
        const here = proof.routes.filter((route) => route.queue === name && !isRetried(route));
        return here.length === 0 ? [] : [arrival(system, proof, here, name)];
      }),
  );
}

const arrival = (system: System, { producer, message, standing }: Proof, routes: readonly Route[], until: string): Delivered => ({
  message: sentMessage(system, producer, message),
  rest: [endLinks(system, producer), waysPhrase(system.places, routes, { until }), [standingBadge(standing)]],
});

const unreadArrivals = (system: System, { name, routes }: QueueEntry): readonly Row[] =>
  routes
    .filter((route) => route.queue === name && route.consumer === undefined && !isRetried(route))
    .map(
      (route): Row => [
        listed(route.producer.messages.map((key) => sentMessage(system, route.producer, key))),
        endLinks(system, route.producer),
        waysPhrase(system.places, [route], { until: name }),
        [badge("plain", "not read")],
      ],
    );

/** How each operation takes messages out of the queue. */
export function readerTable(system: System, { name, readers }: QueueEntry): readonly Block[] {
  const rows = readers.map(({ application, operation }): Row => {
    const end = endLinks(system, { application: application.id, operation: operation.key });
    if (operation.action === "send")
      return [end, messageLinks(system.places, operation.reply?.messages ?? []), ["awaits answers"], [], [], []];
    const { messages, prefetch, consumers = 1, concurrency, timeoutMs, idempotencyKey } = operation;
    return [
      end,
      messageLinks(system.places, messages),
      [consumers === 1 ? String(prefetch) : `${prefetch} × ${consumers} consumers`],
      [String(concurrency)],
      [durationPhrase(timeoutMs)],
      idempotencyKey === undefined ? ["message id"] : expressionPhrase(idempotencyKey),
    ];
  });
  const head = ["Operation", "Messages", "Prefetch", "Handlers", "Time limit", "Idempotency key"];
  const shared =
    rows.length > 1 ? [{ kind: "paragraph", text: [code(name), " is read by several: each message goes to one of them."] } as const] : [];
  return [...table("Who reads the queue", head, rows), ...shared];
}
