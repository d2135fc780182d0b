/** What is wrong or doubtful about a set of documents as a whole: what its routes tell, besides whether messages are taken. */
import {
  type ContractSet,
  type Location,
  type Operation,
  type Problem,
  type QueueChannel,
  type Route,
  type RouteGraph,
  topologyConflicts,
} from "#contract";
import { endKey } from "./deliveries.js";
import type { Finding, Proof } from "./model.js";
import { priorityFindings } from "./priorities.js";

/**
 * An error is wrong whatever other systems do; a warning is wrong unless some system that no document describes makes up for it. What a
 * proof says already is left out.
 */
export function findingsOf(set: ContractSet, graph: RouteGraph, proofs: readonly Proof[]): readonly Finding[] {
  const told = unansweredAlready(set, proofs);
  const ofRoutes = graph.problems.filter(
    ({ code, ...problem }) => code !== "reply-refused" && !(code === "reply-missing" && told.has(placeOf(problem))),
  );
  const all = [
    ...topologyConflicts(set).map(findingOf),
    ...ofRoutes.map((problem) => withLoss(problem, set, graph.routes)),
    ...priorityFindings(set, graph.routes),
  ];
  return all.toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity));
}

const severities: readonly Finding["severity"][] = ["error", "warning", "note"];

function findingOf({ severity, code, message, file, line, column }: Problem): Finding {
  return { code, severity, message, at: { file, line, column } };
}

/** Where the operations stand whose requests have a proof that says that no answer comes. */
function unansweredAlready(set: ContractSet, proofs: readonly Proof[]): ReadonlySet<string> {
  const told = new Set(
    proofs.filter(({ faults }) => faults.some(({ part }) => part === "reply-address")).map(({ producer }) => endKey(producer)),
  );
  const places = set.applications.flatMap(({ id, operations }) =>
    operations.filter(({ key }) => told.has(endKey({ application: id, operation: key }))).map(({ location }) => placeOf(location)),
  );
  return new Set(places);
}

/**
 * The contract says that nothing is lost where a message is sent persistent (`deliveryMode: 2`, the default) and its queue is durable:
 * then a message that expires and goes nowhere is an error. `deliveryMode: 1` says that it may be lost.
 */
function withLoss(problem: Problem, set: ContractSet, routes: readonly Route[]): Finding {
  const finding = findingOf(problem);
  if (problem.code !== "expires-without-dead-letter") return finding;
  const queues = durableQueues(set);
  const queue = queues.find((channel) => samePlace(channel.queue.location, finding.at));
  const kept = routes.filter(
    (route) => queues.some((channel) => channel.queue.name === route.queue) && isPersistent(senderOf(set, route), route),
  );
  const lost =
    queue === undefined
      ? kept.filter((route) => samePlace(senderOf(set, route)?.location, finding.at) && finding.message.includes(`queue "${route.queue}"`))
      : kept.filter((route) => route.queue === queue.queue.name);
  const sender = lost[0] === undefined ? undefined : senderOf(set, lost[0]);
  if (sender === undefined) return finding;
  const message = `${finding.message} "${sender.key}" sends them persistent, which says that nothing is lost; deliveryMode 1 would say that they may be.`;
  return { ...finding, severity: "error", message, ...(queue === undefined ? {} : { also: [sender.location] }) };
}

function durableQueues(set: ContractSet): QueueChannel[] {
  const channels = set.applications.flatMap((application) => application.channels.filter((channel) => channel.kind === "queue"));
  return channels.filter(({ queue }) => queue.durable && !queue.exclusive && !queue.autoDelete);
}

function senderOf(set: ContractSet, { producer }: Route): Operation | undefined {
  return set.applications.find(({ id }) => id === producer.application)?.operations.find(({ key }) => key === producer.operation);
}

function isPersistent(operation: Operation | undefined, { hops }: Route): boolean {
  // The runtime moves and retries every message persistent.
  if (hops.some(({ kind }) => kind === "retry")) return true;
  return (operation?.action === "send" ? operation.deliveryMode : (operation?.reply?.deliveryMode ?? 2)) === 2;
}

const placeOf = ({ file, line, column }: Location): string => `${file}:${line}:${column}`;
const samePlace = (one: Location | undefined, other: Location): boolean => one !== undefined && placeOf(one) === placeOf(other);
