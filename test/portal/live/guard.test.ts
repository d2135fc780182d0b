/** Who may ask the portal for what. */
import { describe, expect, test } from "vitest";
import { PortalError } from "#portal";
import { allRoutes, openStage, token } from "./stage.js";

const bearer = { authorization: `Bearer ${token}` };
const json = { "content-type": "application/json" };

const routes = allRoutes();
const changing = routes.filter(({ first }) => first === "changing");

describe("the routes of all features", () => {
  test("mark whatever is not only read: as changing, or as a question with a body", () => {
    expect(routes.filter(({ method, first }) => method !== "GET" && first === "nothing")).toEqual([]);
    expect(changing.map(({ path }) => path)).toEqual(expect.arrayContaining(["/api/access", "/api/publish"]));
  });

  test("refuse every change without the token, with another, and from another site, and record none", async () => {
    const { ask, port, audit } = await openStage();
    const own = `http://127.0.0.1:${port}`;
    for (const { method, path } of changing) {
      const refused: readonly (readonly [number, Readonly<Record<string, string>>])[] = [
        [401, {}],
        [401, { authorization: "Bearer a-token-for-tests-alonf" }],
        [401, { authorization: `Basic ${Buffer.from(`:${token}`).toString("base64")}` }],
        [401, { cookie: `token=${token}` }],
        [401, { origin: own, "sec-fetch-site": "same-origin" }],
        [403, { ...bearer, origin: "https://elsewhere.example" }],
        [403, { ...bearer, origin: "null" }],
        [403, { ...bearer, origin: `http://127.0.0.1:${port + 1}` }],
        [403, { ...bearer, "sec-fetch-site": "cross-site" }],
        [403, { ...bearer, "sec-fetch-site": "same-site" }],
        [421, { ...bearer, host: `rebound.example:${port}` }],
      ];
      for (const [status, headers] of refused) {
        const answer = await ask(method, path, { ...json, ...headers });
        expect([path, headers, answer.status]).toEqual([path, headers, status]);
        expect(answer.headers["www-authenticate"]).toBe(status === 401 ? "Bearer" : undefined);
        expect(answer.headers["content-type"]).toMatch(/^application\/problem\+json/);
      }
    }
    expect(audit).toThrow();
  });

  test("refuse every change where no token is set, whatever is sent", async () => {
    const { ask } = await openStage({ token: undefined });
    for (const { method, path } of changing) {
      for (const headers of [{}, bearer, { authorization: "Bearer " }, { authorization: "Bearer undefined" }]) {
        expect([path, (await ask(method, path, headers)).status]).toEqual([path, 403]);
      }
    }
    expect(JSON.parse((await ask("GET", "/api/access")).text)).toEqual({ changes: "off" });
  });

  test("answer no other site, not even with what is only read", async () => {
    const { ask } = await openStage();
    for (const { method, path } of routes) {
      for (const headers of [{ origin: "https://elsewhere.example" }, { "sec-fetch-site": "cross-site" }]) {
        expect([path, (await ask(method, path, headers)).status]).toEqual([path, 403]);
      }
      expect([path, (await ask(method, path, { host: "rebound.example" })).status]).toEqual([path, 421]);
    }
  });

  test("let the page of the portal itself change things with the token", async () => {
    const { ask, port } = await openStage();
    const own = { ...bearer, origin: `http://127.0.0.1:${port}`, "sec-fetch-site": "same-origin" };
    expect((await ask("POST", "/api/access", own)).status).toBe(200);
  });
});

describe("the name by which the portal is asked", () => {
  const allowed = ["127.0.0.1", "[::1]", "localhost", "LOCALHOST", "10.0.0.7", "portal.example", "Portal.Example"];
  const foreign = [
    "elsewhere.example",
    "localhost.elsewhere.example",
    "127.0.0.1.elsewhere.example",
    "portal.example.",
    "x@localhost",
    ":8088",
  ];

  test("may be an address, localhost, or one that was allowed, with any port", async () => {
    const { ask } = await openStage({ allowedHosts: ["portal.example"] });
    for (const host of allowed.flatMap((name) => [name, `${name}:8088`])) {
      expect([host, (await ask("GET", "/index.html", { host })).status]).toEqual([host, 200]);
    }
  });

  test("may be no other: a name can be made to point here by who owns it", async () => {
    const { ask } = await openStage({ allowedHosts: ["portal.example"] });
    for (const host of foreign) expect([host, (await ask("GET", "/index.html", { host })).status]).toEqual([host, 421]);
  });
});

describe("off the loopback", () => {
  test.each(["0.0.0.0", "::", "10.0.0.7"])("%s is not listened on without a token", async (host) => {
    await expect(openStage({ host, token: undefined })).rejects.toThrow(PortalError);
  });

  test("reading needs the token too", async () => {
    const { ask } = await openStage({ host: "0.0.0.0" });
    for (const { method, path } of routes) expect([path, (await ask(method, path)).status]).toEqual([path, 401]);
    expect((await ask("GET", "/api/access", bearer)).status).toBe(200);
  });
});

test.each(["short", "with a space in it", "ünicode-ünicode-ünicode"])("the token may not be %s", async (bad) => {
  await expect(openStage({ token: bad })).rejects.toThrow("16 characters or more, ASCII without spaces");
});

test("pages come with a policy that lets nothing in from elsewhere, and nobody puts them into a frame", async () => {
  const { ask } = await openStage();
  const { status, headers } = await ask("GET", "/index.html");
  expect(status).toBe(200);
  expect(headers["content-security-policy"]).toBe(
    "default-src 'none';script-src 'self';style-src 'self';img-src 'self';connect-src 'self';base-uri 'none';form-action 'none';frame-ancestors 'none'",
  );
  expect(headers["cross-origin-resource-policy"]).toBe("same-origin");
  expect((await ask("GET", "/../package.json")).status).toBe(404);
  expect((await ask("GET", "/%2e%2e/%2e%2e/etc/passwd")).status).toBeGreaterThanOrEqual(400);
});
