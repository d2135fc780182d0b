import { Router } from "express";
import type { Feature } from "./context.js";

/** Tells pages whether changes are possible, and whether a token is the right one. */
export const access: Feature = {
  pages: () => [],
  routes: ({ changing, canChange }) =>
    Router()
      .get("/access", (_request, response) => void response.json({ changes: canChange ? "token" : "off" }))
      .post("/access", changing, (_request, response) => void response.json({})),
};
