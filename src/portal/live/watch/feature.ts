/** The flow picture with live figures on it, and how each service feels. */
import { Router } from "express";
import { deadLetterQueues } from "#dead-letters";
import type { ServerSentEvent } from "#http";
import type { Page } from "../../content/model.js";
import { wholeFlow } from "../../flow/flows.js";
import type { System } from "../../system/model.js";
import type { Feature, PortalContext } from "../context.js";
import type { Things } from "./answers.js";
import { changesOf, createReading, type Now } from "./now.js";
import { createPoll } from "./poll.js";

/** Milliseconds between two looks, while somebody watches. */
const everyMs = 1_000;

export const watch: Feature = { pages, routes };

function pages(system: System): readonly Page[] {
  return [
    {
      address: "live/broker",
      kind: "live",
      title: "Now",
      summary: "What waits in each queue and what moves, now.",
      trail: [],
      blocks: [
        wholeFlow(system),
        {
          kind: "island",
          name: "broker",
          text: "The figures of each queue stand here when the portal serves this page to a browser that runs scripts.",
        },
      ],
    },
    {
      address: "live/services",
      kind: "live",
      title: "Services",
      summary: "Which services are ready, and what the others lack.",
      trail: [],
      blocks: [
        {
          kind: "island",
          name: "services",
          text: "The state of each service stands here when the portal serves this page to a browser that runs scripts.",
        },
      ],
    },
  ];
}

function routes({ system, management, broker, services, stream }: PortalContext): Router {
  const queues = system.graph.nodes.flatMap((node) => (node.kind === "queue" ? [node.name] : []));
  const poll = createPoll(createReading({ management, broker, services, queues }), everyMs);
  async function* changes(ended: AbortSignal): AsyncIterable<ServerSentEvent> {
    let before: Now = new Map();
    for await (const now of poll.watch(ended)) {
      yield { event: "now", data: changesOf(before, now) };
      before = now;
    }
  }
  return Router()
    .get("/things", (_request, response) => void response.json(thingsOf(system, services)))
    .get("/now", (_request, response) => stream(response, changes));
}

/** What a page needs to know once: names, pages, and what each queue is for. */
function thingsOf({ graph, contracts, places }: System, services: PortalContext["services"]): Things {
  const resting = new Set(deadLetterQueues(contracts).flatMap(({ name, readBy }) => (readBy.length === 0 ? [name] : [])));
  const read = new Set(graph.edges.flatMap(({ kind, from }) => (kind === "consume" ? [from] : [])));
  return {
    queues: graph.nodes.flatMap((node) => {
      if (node.kind !== "queue") return [];
      const { id, name } = node;
      return [{ name, role: resting.has(name) ? "dead-letter" : node.role, isRead: read.has(id), page: places.queue(name).to }];
    }),
    services: contracts.applications.map(({ id }) => ({
      id,
      page: places.application(id).to,
      url: services.find((service) => service.id === id)?.url,
    })),
  };
}
