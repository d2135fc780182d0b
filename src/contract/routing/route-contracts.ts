import type { ContractSet } from "../model.js";
import type { BindingDeclaration } from "../topology/model.js";
import { modelBroker } from "./broker.js";
import type { Watch } from "./deliver.js";
import { drawGraph } from "./graph.js";
import type { Route, RouteGraph } from "./model.js";
import { routingProblems } from "./problems.js";
import { type Production, sendProductions } from "./producers.js";
import { type PrivateReply, privateReplyQueue, repliesOf } from "./replies.js";
import { type Arrival, type Walk, walk } from "./walk.js";

/**
 * Who receives what, as RabbitMQ would route it once every application of the set has declared its topology: bindings of all
 * exchange types, alternate exchanges, expiry, dead letters, our runtime's retries, and replies.
 */
export function routeContracts(set: ContractSet): RouteGraph {
  const graph = known.get(set) ?? route(set);
  known.set(set, graph);
  return graph;
}

/** Several ask for the routes of one set: proofs, pages, topology. */
const known = new WeakMap<ContractSet, RouteGraph>();

function route(set: ContractSet): RouteGraph {
  const broker = modelBroker(set);
  const hits = new Set<BindingDeclaration>();
  const watch: Watch = (binding) => void hits.add(binding);
  const follow = (productions: readonly Production[]) =>
    productions.map((production) => ({ production, walk: walk(broker, production.publish, watch) }));

  const sent = follow(sendProductions(set, broker));
  const requests = sent.flatMap(routesOf);
  const { productions, privateReplies, unanswered, refused } = repliesOf(set, broker, requests);
  const answered = follow(productions);
  const answers = [...answered.flatMap(routesOf), ...privateReplies.map(privateRoute)];
  const routes = mergeMessages([...requests, ...answers]);
  const { nodes, edges } = drawGraph(set, broker, routes);
  const problems = routingProblems({ set, broker, walks: [...sent, ...answered], hits, unanswered, refused, requests, answers });
  return { nodes, edges, routes, problems };
}

/** The routes that end at an operation of the application. */
export function routesTo(graph: RouteGraph, applicationId: string): readonly Route[] {
  return graph.routes.filter(({ consumer }) => consumer?.application === applicationId);
}

/** The routes that begin at an operation of the application. */
export function routesFrom(graph: RouteGraph, applicationId: string): readonly Route[] {
  return graph.routes.filter(({ producer }) => producer.application === applicationId);
}

function routesOf({ production, walk: { arrivals } }: { readonly production: Production; readonly walk: Walk }): Route[] {
  const { producer } = production;
  return arrivals.flatMap(({ hops, queue, certainty: ofArrival, consumers }: Arrival) => {
    const certainty = production.certainty ?? ofArrival;
    return consumers.length === 0
      ? [{ producer, hops, queue, certainty }]
      : consumers.map((consumer) => ({ producer, hops, queue, consumer, certainty }));
  });
}

function privateRoute({ producer, requester }: PrivateReply): Route {
  const hop = { kind: "reply", exchange: "", routingKey: privateReplyQueue } as const;
  return { producer, hops: [hop], queue: privateReplyQueue, consumer: requester, certainty: "may" };
}

/** Routes that differ only in their messages become one. */
function mergeMessages(routes: readonly Route[]): readonly Route[] {
  const merged = new Map<string, Route>();
  for (const route of routes) {
    const { producer, ...way } = route;
    const key = JSON.stringify([producer.application, producer.operation, way]);
    const before = merged.get(key);
    const messages = [...new Set([...(before?.producer.messages ?? []), ...producer.messages])];
    merged.set(key, { ...route, producer: { ...producer, messages } });
  }
  return [...merged.values()];
}
