import { type Request, type RequestHandler, type Response, Router } from "express";
import { deadLetterQueues, type OpenLetter, UnknownQueueError } from "#dead-letters";
import { HttpError } from "#http";
import { MessagingError } from "#messaging";
import type { PortalContext } from "../live/context.js";
import type { JobAnswer, QueueAnswer } from "./answers.js";
import {
  type BulkRequest,
  numberParameter,
  parameter,
  readDiscard,
  readLetterRequest,
  readReplay,
  repairOf,
  selectionOf,
} from "./requests.js";
import { openScene, type Scene } from "./scene.js";
import { addressOf, letterAnswer, verdictAnswer } from "./words.js";

/** `/dead-letters…` of the portal's API. */
export function deskRoutes(context: PortalContext): Router {
  const scene = openScene(context);
  return Router().use("/dead-letters", looking(context, scene), working(context, scene));
}

function looking(context: PortalContext, scene: Scene): Router {
  const { desk, pageOf } = scene;
  const open = opening(scene);
  const answer = async (request: Request) => {
    const letter = await open(request);
    const { id, origin } = letter.letter;
    const verdict = origin === undefined ? undefined : await desk.judge(letter, origin);
    return letterAnswer(letter, verdict, twinsOf(request, id), context.system);
  };
  const twinsOf = (request: Request, id: string): number =>
    scene.look(parameter(request, "queue"), parameter(request, "look")).letters.filter(({ letter }) => letter.id === id).length;
  return Router()
    .get(
      "/",
      answering(async () => ({ queues: await queuesOf(context) })),
    )
    .get(
      "/letters",
      answering(async (request) => {
        const queue = parameter(request, "queue");
        const { look: known } = request.query;
        const look = typeof known === "string" ? scene.look(queue, known) : await scene.take(queue);
        return pageOf(look, numberParameter(request, "reason"), numberParameter(request, "from") ?? 0);
      }),
    )
    .get("/letter", answering(answer))
    .get("/body", (request, response) => open(request).then(download(response), refuse))
    .post(
      "/check",
      context.asking,
      answering(async (request) => {
        const { queue, look, id, to, repair } = readLetterRequest(request);
        const letter = await scene.open(queue, look, id);
        const target = to ?? letter.letter.origin;
        if (target === undefined) throw new HttpError(422, "It does not say where it came from: name a queue to put it in.");
        return verdictAnswer(await desk.judge(letter, target, repairOf(repair)));
      }),
    );
}

const opening =
  ({ open }: Scene) =>
  (request: Request) =>
    open(parameter(request, "queue"), parameter(request, "look"), parameter(request, "id"));

/** Never shown as a page, whatever it is. */
const download =
  (response: Response) =>
  ({ body }: OpenLetter): void => {
    response.set("content-disposition", 'attachment; filename="letter.bin"').type("application/octet-stream").send(body);
  };

function working(context: PortalContext, scene: Scene): Router {
  const { jobs } = scene;
  const { changing } = context;
  return Router()
    .get("/jobs", (_request, response) => void response.json({ jobs: jobs.list() }))
    .post("/jobs/:id/stop", changing, (request, response) => {
      if (!jobs.stop(String(request.params.id))) throw new HttpError(404, "There is no such work.");
      response.json({});
    })
    .post("/replay", changing, starting(context, scene, "replay", readReplay))
    .post("/discard", changing, starting(context, scene, "discard", readDiscard));
}

/** 202 with the job; the outcome is written to the audit log when it is over. */
const starting =
  (
    { audit, underWay }: PortalContext,
    scene: Scene,
    action: JobAnswer["action"],
    read: (request: Request) => BulkRequest,
  ): RequestHandler =>
  async (request, response) => {
    const { queue, look, which, to, repair } = read(request);
    const { select, meant } = selectionOf(which, scene.look(queue, look));
    if (repair !== undefined && !("ids" in select && select.ids.length === 1)) throw new HttpError(422, "A repair is for one letter.");
    const subject = { queue, meant, ...(to === undefined ? {} : { to }), ...(repair === undefined ? {} : { repaired: "yes" }) };
    await audit(request, { action, step: "asked", subject: "ids" in select ? { ...subject, ids: select.ids } : subject });
    const { answer, over } = scene.jobs.start({ action, queue, meant, options: { select, to, repair: repair && repairOf(repair) } });
    const noted = over.then(({ answer: { state, done, refused, missing }, ids }) =>
      audit(request, { action, step: state === "failed" ? "failed" : "done", subject: { queue, state, done, refused, missing, ids } }),
    );
    // The log's own trouble: what was asked for stands in it.
    underWay(noted.catch(() => undefined));
    response.status(202).json(answer);
  };

const queuesOf = async ({ system, broker }: PortalContext): Promise<readonly QueueAnswer[]> => {
  const shared = await broker();
  return Promise.all(
    deadLetterQueues(system.contracts).map(async ({ name, from, readBy }) => {
      const depth = name.includes("{instance}") ? undefined : await shared.depth(name);
      const page = addressOf(() => system.places.queue(name).to);
      const sources = [...new Set(from.map(({ queue }) => queue))];
      return { name, from: sources, readBy, ...(depth === undefined ? {} : { depth }), ...(page === undefined ? {} : { page }) };
    }),
  );
};

/** What the desk throws, as a problem of the request or of the broker. */
function refuse(error: unknown): never {
  if (error instanceof UnknownQueueError) throw new HttpError(404, error.message, { cause: error });
  if (error instanceof MessagingError) throw new HttpError(error.code === "rejected" ? 404 : 503, error.message, { cause: error });
  throw error;
}

const answering =
  (answer: (request: Request) => Promise<object>): RequestHandler =>
  async (request: Request, response: Response) => {
    response.json(await answer(request).catch(refuse));
  };
