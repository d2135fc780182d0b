/** Following a message through services, for the portal. */
import { Router } from "express";
import type { Page } from "../content/model.js";
import type { Feature } from "../live/context.js";
import { askJournals } from "./ask-services.js";
import { createFollower } from "./follow.js";

export const followFeature: Feature = {
  pages: () => [page],
  routes({ system, services, journal, closing }) {
    const follower = createFollower(system, askJournals(services, journal, closing));
    return Router().get("/follow", async ({ query }, response) => {
      const { id } = query;
      response.json(typeof id === "string" && id !== "" ? await follower.follow(id) : await follower.latest(journeysShown));
    });
  },
};

const journeysShown = 50;

const page: Page = {
  address: "live/follow",
  kind: "live",
  title: "Follow a message",
  summary: "One message's way through services, as a timeline: what was sent, who received it, what came of it.",
  trail: [],
  blocks: [
    { kind: "island", name: "follow", text: "The timeline stands here when the portal serves this page to a browser that runs scripts." },
  ],
};
