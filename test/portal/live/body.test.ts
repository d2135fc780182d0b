/** What the portal's API says of a body that it does not take. */
import { expect, test } from "vitest";
import { openStage } from "./stage.js";

const send = async (body: string): Promise<{ readonly status: number; readonly detail?: string; readonly errors?: unknown }> => {
  const { port } = await openStage();
  const response = await fetch(`http://127.0.0.1:${port}/api/publish/check`, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body,
  });
  return (await response.json()) as Awaited<ReturnType<typeof send>>;
};

test("every field that is wrong is named", async () => {
  const { status, errors } = await send(JSON.stringify({ application: 1, operation: "o", message: "m", payload: "{}", priority: "high" }));
  expect(status).toBe(400);
  expect(errors).toEqual([
    { field: "/application", message: "must be string" },
    { field: "/priority", message: "must be number" },
  ]);
});

test.each(["{", "[]", "null", '"text"'])("%s is refused", async (body) => {
  expect(await send(body)).toMatchObject({ status: 400 });
});

test("what is larger than 16 MiB is refused", async () => {
  expect(await send(`"${"x".repeat(16 * 1024 * 1024)}"`)).toMatchObject({ status: 413 });
});
