/** Who is at the other end of an operation, on which way, and whether it is proved that everything is taken. */
import type { Fault, Proof } from "#compatibility";
import type { Message, Operation, Route, RouteEnd } from "#contract";
import { badge, code, listed } from "../../content/inline.js";
import type { Block, Inline, Table } from "../../content/model.js";
import { standingBadge } from "../../phrases/standing.js";
import { isDeadLetter, isRetried, waysPhrase } from "../../phrases/way.js";
import { lookup } from "../../system/lookup.js";
import type { Places, System } from "../../system/model.js";
import { table } from "./blocks.js";

/** Where what an operation sends arrives; of one that answers, its answers. */
export function deliveriesFrom(system: System, end: RouteEnd): readonly Block[] {
  const { places } = system;
  const { sentBy, routesFrom, queues } = lookup(system);
  const proofs = sentBy(end);
  const rests = (route: Route): boolean => isDeadLetter(route) || (queues.get(route.queue)?.buries.size ?? 0) > 0;
  const unread = routesFrom(end).filter((route) => route.consumer === undefined && !isRetried(route) && !rests(route));
  const rows = [
    ...merged(
      proofs.map((proof) => ({
        message: messageOf(system, proof),
        rest: [endLinks(system, proof.consumer), onward(places, waysOf(proof)), [standingBadge(proof.standing)]],
      })),
    ),
    ...unread.map((route): Table["rows"][number] => [
      listed(route.producer.messages.map((key) => sentMessage(system, end, key))),
      [badge("doubtful", "nobody")],
      onward(places, [route]),
      [],
    ]),
  ];
  return [...table("Where each message arrives", ["Message", "Taken by", "Way", "Contract"], rows), ...faultBlocks(proofs)];
}

/** Where what comes to an operation is from; of one that asks, its answers. @param until the queue that it takes them from */
export function deliveriesTo(system: System, end: RouteEnd, until: string): readonly Block[] {
  const proofs = lookup(system).takenBy(end);
  const rows = merged(
    proofs.map((proof) => ({
      message: messageOf(system, proof),
      rest: [endLinks(system, proof.producer), waysPhrase(system.places, waysOf(proof), { until }), [standingBadge(proof.standing)]],
    })),
  );
  return [...table("Where each message comes from", ["Message", "Sent by", "Way", "Contract"], rows), ...faultBlocks(proofs)];
}

export interface Delivered {
  readonly message: Inline;
  /** The row's other cells. */
  readonly rest: Table["rows"][number];
}

/** Messages of which all else is the same share a row. */
export function merged(delivered: readonly Delivered[]): Table["rows"] {
  const rows = new Map<string, { readonly messages: Inline[]; readonly rest: Delivered["rest"] }>();
  for (const { message, rest } of delivered) {
    const key = JSON.stringify(rest);
    const row = rows.get(key) ?? { messages: [], rest };
    rows.set(key, row);
    row.messages.push(message);
  }
  return [...rows.values()].map(({ messages, rest }) => [listed(messages), ...rest]);
}

/** The page says already where the operation sends to, unless a value in the message decides. */
const onward = (places: Places, routes: readonly Route[]): readonly Inline[] =>
  waysPhrase(places, routes, { known: routes.every(({ hops: [first] }) => first !== undefined && !("given" in first)) ? 1 : 0 });

/** Retries lead nowhere else. */
export function waysOf({ routes }: Proof): readonly Route[] {
  const ways = routes.filter((route) => !isRetried(route));
  return ways.length === 0 ? routes.slice(0, 1) : ways;
}

/** `orders/payment` › `paymentAction` */
export const endLinks = ({ places }: System, { application, operation }: RouteEnd): readonly Inline[] => [
  places.application(application),
  " › ",
  places.operation(application, operation),
];

const messageOf = (system: System, { producer, message }: Proof): Inline => sentMessage(system, producer, message);

/** The message that an operation sends under this key. */
export function sentMessage(system: System, sender: RouteEnd, key: string): Inline {
  const operation = lookup(system).operation(sender);
  const message = operation === undefined ? undefined : sentMessages(operation).find((each) => each.key === key);
  return message === undefined ? code(key) : system.places.message(message);
}

const sentMessages = ({ action, messages, reply }: Operation): readonly Message[] =>
  action === "send" ? messages : (reply?.messages ?? []);

/** A witness beyond this is shown on the page of contracts only. */
const mostWitness = 2000;

function faultBlocks(proofs: readonly Proof[]): readonly Block[] {
  return proofs.flatMap(({ faults }) => faults).flatMap(faultBlock);
}

function faultBlock({ standing, reason, witness }: Fault): readonly Block[] {
  const text = witness === undefined ? "" : JSON.stringify(witness, undefined, 2);
  const shown = text !== "" && text.length <= mostWitness;
  return [
    { kind: "note", tone: standing === "broken" ? "bad" : "doubtful", text: [reason] },
    ...(shown ? [{ kind: "listing", language: "json", caption: "May be sent, and is refused", text } as const] : []),
  ];
}
