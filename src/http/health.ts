import { Router } from "express";

/** What the health endpoints report; every function answers within about a second. */
export interface HealthSources {
  /** One entry per thing the service needs: true when it is there. */
  ready(): Promise<Readonly<Record<string, boolean>>>;
  /** Whether the service is of use although not everything is there. @default never */
  isEnough?(checks: Readonly<Record<string, boolean>>): boolean;
  /** Broker state, queue depths, outbox: for people and dashboards. */
  messaging(): Promise<object>;
  /** Prometheus text. */
  metrics(): Promise<{ readonly contentType: string; readonly text: string }>;
}

/** `/health/live`, `/health/ready`, `/health/messaging`, `/metrics`. */
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
  router.get("/metrics", async (_request, response) => {
    const { contentType, text } = await sources.metrics();
    response.type(contentType).send(text);
  });
  return router;
}
