import express, { type Express, type RequestHandler, Router } from "express";
import helmet from "helmet";
import { failure, type HttpLog, identify, notFound } from "#http";
import type { Feature, PortalContext } from "./context.js";
import type { Guard } from "./guard.js";

export interface PortalAppOptions {
  readonly context: PortalContext;
  readonly features: readonly Feature[];
  readonly guard: Guard;
  /** Folder of the written pages. */
  readonly site: string;
  readonly log: HttpLog;
}

/** Everything from here, nothing inline, nobody else asked, nobody else's page around ours. */
const policy = {
  useDefaults: false,
  directives: {
    "default-src": ["'none'"],
    "script-src": ["'self'"],
    "style-src": ["'self'"],
    "img-src": ["'self'"],
    "connect-src": ["'self'"],
    "base-uri": ["'none'"],
    "form-action": ["'none'"],
    "frame-ancestors": ["'none'"],
  },
};

/** An Express application: request id → security headers → host → the API behind its guard → the written pages. */
export function createPortalApp({ context, features, guard, site, log }: PortalAppOptions): Express {
  const app = express();
  app.disable("x-powered-by");
  app.use(identify);
  // Whether it is reached by TLS is for whoever stands before it to say.
  app.use(helmet({ contentSecurityPolicy: policy, strictTransportSecurity: false, referrerPolicy: { policy: "no-referrer" } }));
  app.use(guard.host);
  const api = Router();
  api.use(guard.reading);
  for (const { routes } of features) api.use(routes(context));
  app.use("/api", noStore, api, notFound);
  app.get("/health/ready", (_request, response) => void response.json({ status: "up" }));
  app.get("/favicon.ico", (_request, response) => void response.status(204).end());
  app.get("/", (_request, response) => response.redirect("index.html"));
  app.use(express.static(site, { index: false, redirect: false, cacheControl: false }));
  app.use(notFound);
  app.use(failure(log));
  return app;
}

const noStore: RequestHandler = (_request, response, next) => {
  response.set("cache-control", "no-store");
  next();
};
