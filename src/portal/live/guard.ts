/**
 * Who may ask the portal for what. A page of another site can have a browser send requests here, and can make a name of its own point to this
 * machine; neither gets an answer. Actions need a token that no browser sends by itself.
 */
import { createHash, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";
import type { Request, RequestHandler, Response } from "express";
import { HttpError } from "#http";

export interface GuardOptions {
  /** Missing: nothing can be changed. */
  readonly token: string | undefined;
  /** Names besides `localhost` and addresses by which the portal may be asked. */
  readonly allowedHosts: readonly string[];
  /** Reading needs the token too. */
  readonly readingNeedsToken: boolean;
}

export interface Guard {
  /** Before everything: 421 for a name that is not ours. An address is always ours: only names can be made to point elsewhere. */
  readonly host: RequestHandler;
  /** Before the API: 403 for another site's pages, 401 where reading needs the token. */
  readonly reading: RequestHandler;
  /** Before what changes anything: 403 without a token set, 401 without the right one. */
  readonly changing: RequestHandler;
}

export function createGuard({ token, allowedHosts, readingNeedsToken }: GuardOptions): Guard {
  const ours = new Set(["localhost", ...allowedHosts.map((name) => name.toLowerCase())]);
  const demandToken = (request: Request, response: Response): void => {
    if (token !== undefined && same(bearerOf(request), token)) return;
    // RFC 6750, section 3.
    response.set("www-authenticate", "Bearer");
    throw new HttpError(401, "This needs the portal's token.");
  };
  return {
    host(request, _response, next) {
      if (!isOurs(request, ours))
        throw new HttpError(421, "The portal is not known by this name; start it with --allow-host to make it so.");
      next();
    },
    reading(request, response, next) {
      refuseOtherSites(request);
      if (readingNeedsToken) demandToken(request, response);
      next();
    },
    changing(request, response, next) {
      refuseOtherSites(request);
      if (token === undefined) throw new HttpError(403, "Nothing can be changed here: the portal was started without a token.");
      demandToken(request, response);
      next();
    },
  };
}

/** What stands in the `Host` header, without the port. */
function isOurs({ headers }: Request, ours: ReadonlySet<string>): boolean {
  const { host = "" } = headers;
  if (!URL.canParse(`http://${host}`) || /[/?#@\\]/.test(host)) return false;
  const name = new URL(`http://${host}`).hostname.replace(/^\[|\]$/g, "");
  return isIP(name) !== 0 || ours.has(name.toLowerCase());
}

/** A browser says where a request comes from; what is no browser says nothing, and is no danger of this kind. */
function refuseOtherSites({ headers }: Request): void {
  const site = headers["sec-fetch-site"];
  const { origin, host } = headers;
  const isForeign = origin !== undefined && !(URL.canParse(origin) && new URL(origin).host === host);
  if (isForeign || (site !== undefined && site !== "same-origin" && site !== "none")) {
    throw new HttpError(403, "Pages of other sites may not ask the portal.");
  }
}

const bearerOf = (request: Request): string => /^Bearer +(\S+)$/i.exec(request.get("authorization") ?? "")?.[1] ?? "";

/** Takes the same time for every wrong token. */
const same = (given: string, token: string): boolean => timingSafeEqual(digest(given), digest(token));

const digest = (text: string): Buffer => createHash("sha256").update(text).digest();
