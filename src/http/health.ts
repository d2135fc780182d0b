import { Router } from "express";

/** What the health endpoints report; every function answers within about a second. */
export interface HealthSources {
  /** One entry per thing the service needs: true when it is there. */
  ready(): Promise<Readonly<Record<string, boolean>>>;
  /** Whether the service is of use although not everything is there. @default never */
  isEnough?(checks: Readonly<Record<string, boolean>>): boolean;
  /** Broker state, queue depths, outbox: for people and dashboards. */
  messaging(): Promise<object>;
  /** The latest messages, or those with one of the ids. Missing: none are kept, and the address is not there. */
  journal?(limit: number, ids?: ReadonlySet<string>): object;
  /** Prometheus text. */
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** `/health/live`, `/health/ready`, `/health/messaging`, `/health/journal`, `/metrics`. */
export function healthRoutes(sources: HealthSources): Router {
  const router = Router();
  router.get("/health/live", (_request, response) => {
    response.json({ status: "up" });
  });
  router.get("/health/ready", async (_request, response) => {
    const checks = await sources.ready();
    const up = Object.values(checks).every(Boolean) || sources.isEnough?.(checks) === true;
    response.status(up ? 200 : 503).json({ status: up ? "up" : "down", checks });
  });
  router.get("/health/messaging", async (_request, response) => {
    response.json(await sources.messaging());
  });
  if (sources.journal !== undefined) {
    router.get("/health/journal", ({ query }, response) => {
      const ids = textsOf(query.id);
      response.json(sources.journal?.(limitOf(query.limit), ids.length > 0 ? new Set(ids) : undefined));
    });
  }
  router.get("/metrics", async (_request, response) => {
    const { contentType, text } = await sources.metrics();
    response.type(contentType).send(text);
  });
  return router;
}

const mostEntries = 1_000;

/** Anything but a whole number from 1 to 1000 is read as 200. */
function limitOf(value: unknown): number {
  const limit = Number(value);
  return Number.isSafeInteger(limit) && limit >= 1 && limit <= mostEntries ? limit : 200;
}

/** A parameter of the query may come once or more often. */
const textsOf = (value: unknown): readonly string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === "string" && one !== "");
