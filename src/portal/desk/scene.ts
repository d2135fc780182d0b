/** What the routes of the desk work with. */
import { type Desk, inTurn, type OpenLetter, openDesk } from "#dead-letters";
import { HttpError } from "#http";
import { openRabbit } from "#messaging";
import type { PortalContext } from "../live/context.js";
import { Jobs } from "./jobs.js";
import { createPager, type Pager } from "./letters-page.js";
import { type Look, Looks } from "./looks.js";

/** A slow broker gets the time to take the last acks: what is not acked would be in both queues. */
const closeTimeoutMs = 60_000;

export interface Scene {
  readonly desk: Desk;
  readonly jobs: Jobs;
  readonly pageOf: Pager;
  /** Looks into a queue. */
  take(queue: string): Promise<Look>;
  /** A look of before. Throws a 409 where the queue was looked at again. */
  look(queue: string, id: string): Look;
  /** A letter of a look. Rejects with a 404 where it is no longer in its queue. */
  open(queue: string, look: string, id: string): Promise<OpenLetter>;
}

export function openScene({ system, asyncapi: folder, brokerUrl, closing }: PortalContext): Scene {
  const connect = () => openRabbit({ url: brokerUrl, name: "warren portal desk", closeTimeoutMs });
  const desk = openDesk({ contracts: system.contracts, folder, connect });
  const looks = new Looks(desk);
  const turns = turnsByQueue();
  const look = (queue: string, id: string): Look => {
    const found = looks.find(queue, id);
    if (found === undefined) throw new HttpError(409, "The queue was looked at again meanwhile: look again.");
    return found;
  };
  return {
    desk,
    jobs: new Jobs({ desk, turns, removed: (queue, ids, select) => looks.remove(queue, ids, select), closing }),
    pageOf: createPager(desk),
    take: (queue) => turns(queue)(() => looks.take(queue, closing)),
    look,
    async open(queue, id, letter) {
      const seen = look(queue, id);
      const open = looks.kept(seen, letter) ?? (await turns(queue)(() => looks.fetch(seen, letter, closing)));
      if (open === undefined) throw new HttpError(404, "This letter is no longer in its queue.");
      return open;
    },
  };
}

/** Two that take from one queue at a time would each see a part of it. */
function turnsByQueue(): (queue: string) => ReturnType<typeof inTurn> {
  const turns = new Map<string, ReturnType<typeof inTurn>>();
  return (queue) => {
    const turn = turns.get(queue) ?? inTurn();
    turns.set(queue, turn);
    return turn;
  };
}
