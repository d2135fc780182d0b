/** In what the broker is not as the documents ask. */
import { Router } from "express";
import { HttpError } from "#http";
import { drift, ManagementError, wantedTopology } from "#topology";
import type { Page } from "../content/model.js";
import type { Feature, PortalContext } from "./context.js";

export const driftFeature: Feature = { pages: () => [page], routes };

const page: Page = {
  address: "live/drift",
  kind: "live",
  title: "Drift",
  summary: "In what the broker is not as the documents ask, and what to do about each difference.",
  trail: [],
  blocks: [
    { kind: "island", name: "drift", text: "The differences stand here when the portal serves this page to a browser that runs scripts." },
  ],
};

function routes({ system, management }: PortalContext): Router {
  const wanted = wantedTopology(system.contracts);
  return Router().get("/drift", async (_request, response) => {
    try {
      const { vhost, url: managementUrl } = management.address;
      response.json({ vhost, points: drift({ wanted, live: await management.topology(), managementUrl }) });
    } catch (error) {
      throw error instanceof ManagementError ? new HttpError(503, error.message, { cause: error }) : error;
    }
  });
}
