/** Publishing from the portal: what may be sent, whether a draft is right, and sending it. */
import { type Request, Router } from "express";
import { HttpError } from "#http";
import { MessagingError } from "#messaging";
import type { Page } from "../content/model.js";
import { bodyOf } from "../live/body.js";
import type { AuditEntry, Feature, PortalContext } from "../live/context.js";
import { type Chosen, choicesOf, choose, openingOf } from "./choices.js";
import { findDescriptor, type Sendable } from "./descriptors.js";
import { type Checked, type Draft, draftChecker, plain } from "./draft.js";
import { openRequester } from "./replies.js";
import { sendDraft } from "./send.js";

export const publishFeature: Feature = { pages: () => [page], routes };

const page: Page = {
  address: "live/publish",
  kind: "live",
  title: "Publish",
  summary: "Write a message, have it checked as its sender's runtime checks it, and send it to exchange and routing key by contract.",
  trail: [],
  blocks: [
    { kind: "island", name: "publish", text: "The form stands here when the portal serves this page to a browser that runs scripts." },
  ],
};

interface DraftBody extends Draft {
  readonly application: string;
  readonly operation: string;
}

const text = { type: "string" };

const readDraft = bodyOf<DraftBody>({
  type: "object",
  additionalProperties: false,
  required: ["application", "operation", "message", "payload"],
  properties: {
    application: text,
    operation: text,
    message: text,
    payload: text,
    headers: { type: "object" },
    parameters: { type: "object", additionalProperties: text },
    correlationId: text,
    priority: { type: "number" },
    expirationMs: { type: "number" },
  },
});

function routes(context: PortalContext): Router {
  const { system, changing, asking, closing, journal } = context;
  const requester = openRequester(system.contracts, journal, closing);
  const check = checking(context);
  const router = Router();
  router.get("/publish", (_request, response) => void response.json({ choices: choicesOf(system) }));
  router.get("/publish/opening", ({ query }, response) => {
    const [application, operation, message] = [query.application, query.operation, query.message].map(textOf);
    response.json(openingOf(system, choose(system, application ?? "", operation ?? "", message)));
  });
  router.post("/publish/check", asking, async (request, response) => {
    const { checked } = await check(request);
    const wire = "outgoing" in checked ? { routingKey: checked.outgoing.routingKey } : {};
    response.json({ faults: checked.faults, ...wire });
  });
  router.post("/publish", changing, async (request, response) => {
    const { chosen, draft, descriptor, checked } = await check(request);
    if (!("outgoing" in checked)) throw new HttpError(422, checked.faults[0].sentence);
    const { application, operation, message } = draft;
    const { exchange, routingKey } = checked.outgoing;
    const subject = { application, operation, message, exchange, routingKey };
    await context.audit(request, { action: "publish", step: "asked", subject });
    // The log's own trouble with an outcome hides it from nobody: what was asked for stands in the log.
    const note = (entry: Pick<AuditEntry, "step" | "subject">): Promise<void> =>
      context.audit(request, { action: "publish", ...entry }).catch(() => undefined);
    try {
      const sending = { broker: await context.broker(), journal, requester };
      const sent = await sendDraft(sending, chosen.application.id, descriptor, draft, checked);
      await note({ step: "done", subject: { ...subject, messageId: sent.messageId } });
      response.json(sent);
    } catch (error) {
      await note({ step: "failed", subject });
      throw refusalOf(error, descriptor);
    }
  });
  return router;
}

const statuses = { invalid: 422, unroutable: 409, timeout: 504, unavailable: 503 } as const;

/** Why it was not sent, or not answered, in the runtime's own words. */
function refusalOf(error: unknown, operation: Sendable): unknown {
  if (!(error instanceof MessagingError) || !(error.code in statuses)) return error;
  return new HttpError(statuses[error.code as keyof typeof statuses], plain(error.message, operation), { cause: error });
}

interface CheckedDraft {
  readonly chosen: Chosen;
  readonly draft: DraftBody;
  readonly descriptor: Sendable;
  readonly checked: Checked;
}

/** Descriptors and checkers are made when a message is first checked, and kept. */
function checking({ system, generated }: PortalContext): (request: Request) => Promise<CheckedDraft> {
  const known = new Map<string, { readonly descriptor: Sendable; readonly check: (draft: Draft) => Checked }>();
  return async (request) => {
    const draft = readDraft(request);
    const { application, operation, message } = draft;
    const chosen = choose(system, application, operation, message);
    const key = JSON.stringify([application, operation, message]);
    const ready = known.get(key) ?? (await prepare(chosen));
    known.set(key, ready);
    return { chosen, draft, descriptor: ready.descriptor, checked: ready.check(draft) };
  };
  async function prepare({ application, operation, message }: Chosen) {
    const descriptor = await findDescriptor(generated, application.id, operation.key);
    return { descriptor, check: draftChecker(descriptor, message, system.contracts.schemas) };
  }
}

const textOf = (value: unknown): string | undefined => (typeof value === "string" ? value : undefined);
