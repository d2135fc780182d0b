import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type ChangeOptions, type ContractChanges, changesBetween, proveBetween, type Way } from "#compatibility";
import type { SchemaNode } from "#contract";
import { readFolder } from "../../../src/contract/read-folder.js";
import { readDocuments } from "../../support/documents.js";
import { desk, till } from "../routes/shop.js";
import { schemas as anySchema } from "../schemas.js";
import { type Shop, shop } from "./shop.js";

const today = "2026-06-01";
const between = (before: Shop, after: Shop, options: Partial<ChangeOptions> = {}): ContractChanges =>
  changesBetween(shop(before), shop(after), { today, ...options });

const outcomes = ({ pairs }: ContractChanges) =>
  Object.fromEntries(pairs.flatMap(({ message, ways }) => ways.map(({ way, outcome }) => [`${message} ${way}`, outcome])));

const object = (properties: Readonly<Record<string, SchemaNode>>, required: readonly string[] = Object.keys(properties)) =>
  ({ type: "object", properties, required }) as const;

const text = { type: "string" } as const;
const number = { type: "integer" } as const;

describe("of a set against itself", () => {
  test("nothing is changed and nothing is to be done", () => {
    const changes = between({}, {});
    expect(changes).toMatchObject({ ends: [], migrations: [], acceptances: [], standing: "safe" });
    expect(changes.pairs.map(({ change }) => change)).toEqual(["none"]);
  });

  test("no new version, title, description or example is a change", () => {
    const told = { ...object({ id: { ...text, description: "Whose?" } }), title: "Order", examples: [{ id: "1" }] };
    const changes = between({ sent: { Placed: object({ id: text }) } }, { sent: { Placed: told }, version: "2.0.0" });
    expect(changes).toMatchObject({ ends: [], migrations: [], standing: "safe" });
    expect(changes.pairs.map(({ change }) => change)).toEqual(["none"]);
  });

  test("this repository's documents, read twice, are the same", async () => {
    const [one, other] = [await readFolder("asyncapi"), await readFolder("asyncapi")].map(({ applications, schemas }) => ({
      ...shop(),
      applications,
      schemas,
    }));
    if (one === undefined || other === undefined) throw new Error("nothing was read");
    const changes = changesBetween(one, other, { today });
    expect(changes).toMatchObject({ ends: [], migrations: [], standing: "safe" });
    expect(changes.pairs.length).toBeGreaterThanOrEqual(17);
    expect(new Set(changes.pairs.flatMap(({ change, ways }) => [change, ...ways.map(({ outcome }) => outcome)]))).toEqual(
      new Set(["none", "safe"]),
    );
  }, 60_000);

  test("neither the name of a schema nor its file counts, nor the order of keys and documents", async () => {
    const id = "{ type: object, required: [id], properties: { id: { type: string }, next: { $ref: '#/components/schemas/NAME' } } }";
    const before = {
      "a/till.yaml": till("{ payload: { $ref: '../shared.yaml#/components/schemas/Order' } }"),
      "b/desk.yaml": desk("{ payload: { type: object } }"),
    };
    const after = {
      "b/desk.yaml": desk("{ payload: { type: object } }"),
      "a/till.yaml": till("{ payload: { $ref: '../moved/other.yaml#/components/schemas/Placed' } }"),
    };
    const reordered = id.replace("type: object, required: [id], ", "required: [id], type: object, ");
    const [old, now] = [
      await readDocuments({ ...before, "shared.yaml": `components: { schemas: { Order: ${id.replace("NAME", "Order")} } }` }),
      await readDocuments({ ...after, "moved/other.yaml": `components: { schemas: { Placed: ${reordered.replace("NAME", "Placed")} } }` }),
    ];
    expect([old.problems, now.problems]).toEqual([[], []]);
    const changes = changesBetween(old.set, now.set, { today });
    expect(changes).toMatchObject({ pairs: [{ change: "none" }], ends: [], migrations: [], standing: "safe" });
  });

  test("what was broken is broken as before, whatever the schemas", () => {
    fc.assert(
      fc.property(anySchema, anySchema, (sent, taken) => {
        const same: Shop = { sent: { Placed: sent as SchemaNode }, taken: { Placed: taken as SchemaNode } };
        const all = Object.values(outcomes(between(same, same, { timeoutMs: 50 })));
        expect(all.filter((outcome) => outcome === "breaking")).toEqual([]);
      }),
      { numRuns: 60 },
    );
  });
});

describe("a change breaks", () => {
  test("new messages to old consumers when a producer leaves a property out", () => {
    const [both, one] = [object({ id: text, who: text }), object({ id: text })];
    const changes = between({ sent: { Placed: both }, taken: { Placed: both } }, { sent: { Placed: one }, taken: { Placed: one } });
    expect(outcomes(changes)).toEqual({
      "Placed old-to-new": "safe",
      "Placed new-to-old": "breaking",
      "Placed new-to-new": "safe",
    });
    expect(changes.standing).toBe("breaking");
    const [pair] = changes.pairs;
    expect(pair).toMatchObject({ change: "changed", advice: "Deploy the consumer first, on all instances, then the producer." });
    const [fault] = pair?.ways[1]?.faults ?? [];
    expect(fault).toMatchObject({ part: "payload", keyword: "required", pointer: "/Placed/required" });
    expect(fault?.witness).not.toHaveProperty("who");
  });

  test("old messages to a new consumer that asks for more", () => {
    const [both, one] = [object({ id: text, who: text }), object({ id: text })];
    const changes = between({ sent: { Placed: one }, taken: { Placed: one } }, { sent: { Placed: both }, taken: { Placed: both } });
    expect(outcomes(changes)).toMatchObject({ "Placed old-to-new": "breaking", "Placed new-to-old": "safe", "Placed new-to-new": "safe" });
    expect(changes.pairs[0]?.advice).toContain("Deploy the producer first");
  });

  test("either order of deployment when a type is replaced on both sides", () => {
    const [was, is] = [object({ id: text }), object({ id: number })];
    const changes = between({ sent: { Placed: was }, taken: { Placed: was } }, { sent: { Placed: is }, taken: { Placed: is } });
    expect(outcomes(changes)).toMatchObject({
      "Placed old-to-new": "breaking",
      "Placed new-to-old": "breaking",
      "Placed new-to-new": "safe",
    });
    expect(changes.pairs[0]?.advice).toContain("two steps");
  });

  test("the new with the new although either fits the old", () => {
    const [ab, a] = [{ enum: ["a", "b"] }, { enum: ["a"] }];
    const changes = between({ sent: { Placed: a }, taken: { Placed: ab } }, { sent: { Placed: ab }, taken: { Placed: a } });
    expect(outcomes(changes)).toEqual({ "Placed old-to-new": "safe", "Placed new-to-old": "safe", "Placed new-to-new": "breaking" });
    expect(changes.pairs[0]?.advice).toContain("No order");
  });

  test("old consumers by a message that they do not know", () => {
    const both = { Placed: object({ id: text }), Paid: object({ id: text }) };
    const one = { Placed: object({ id: text }) };
    const changes = between({ sent: one, taken: one }, { sent: both, taken: both });
    expect(outcomes(changes)).toMatchObject({
      "Placed new-to-old": "safe",
      "Paid old-to-new": "nothing-sent",
      "Paid new-to-old": "breaking",
      "Paid new-to-new": "safe",
    });
    expect(changes.ends.map(({ change, name }) => `${change} ${name}`)).toEqual(["added shop.place: Paid", "added mailer.mail: Paid"]);
  });

  test("a consumer whose messages come to it no more", () => {
    const changes = between({}, { keys: ["order.elsewhere"] });
    expect(outcomes(changes)).toMatchObject({ "Placed old-to-new": "safe", "Placed new-to-old": "safe", "Placed new-to-new": "breaking" });
    expect(changes.pairs[0]?.ways[2]?.sentence).toContain("no route leads");
  });
});

test("a binding that stays on the broker brings messages to a consumer that has no handler for them any more", () => {
  const both = { Placed: object({ id: text }), Paid: object({ id: text }) };
  const changes = between(
    { sent: both, taken: both, keys: ["order.#", "order.placed"] },
    { sent: both, taken: { Placed: both.Placed }, keys: ["order.paid"] },
  );
  expect(outcomes(changes)).toMatchObject({ "Paid old-to-new": "breaking", "Paid new-to-new": "nothing-sent" });
  expect(changes.migrations.map(({ subject }) => subject)).toEqual(["binding", "binding"]);
});

describe("a change does no harm", () => {
  test("when the message is sent no more", () => {
    const both = { Placed: object({ id: text }), Paid: object({ id: text }) };
    const changes = between({ sent: both, taken: both }, { sent: { Placed: object({ id: text }) }, taken: both });
    expect(outcomes(changes)).toMatchObject({
      "Paid old-to-new": "safe",
      "Paid new-to-old": "nothing-sent",
      "Paid new-to-new": "nothing-sent",
    });
    expect(changes.standing).toBe("safe");
    expect(changes.ends).toMatchObject([{ change: "removed", kind: "message", name: "shop.place: Paid" }]);
  });

  test("when the consumer goes; its queue is to be removed", () => {
    const changes = between({}, { taken: {} });
    expect(changes.standing).toBe("safe");
    expect(changes.pairs[0]).toMatchObject({ change: "removed" });
    expect(changes.ends).toMatchObject([{ change: "removed", kind: "application", name: "mailer" }]);
    expect(changes.migrations.map(({ id }) => id)).toEqual(["left-behind queue mail", "left-behind queue mail.dlq"]);
    expect(changes.migrations[0]?.sentence).toContain("fills with messages that nobody reads");
  });
});

describe("what was broken before", () => {
  const strict = object({ id: number });
  const lax = object({ id: { enum: [1, "one"] } });

  test("is not held against a change that leaves it as it was", () => {
    const changes = between(
      { sent: { Placed: lax }, taken: { Placed: strict } },
      { sent: { Placed: { ...lax, minProperties: 1 } }, taken: { Placed: strict } },
    );
    expect(new Set(Object.values(outcomes(changes)))).toEqual(new Set(["broken-before"]));
    expect(changes.standing).toBe("safe");
  });

  test("is held against a change that breaks more", () => {
    const worse = object({ id: { enum: [1, "one", "two"] } });
    const changes = between({ sent: { Placed: lax }, taken: { Placed: strict } }, { sent: { Placed: worse }, taken: { Placed: strict } });
    expect(outcomes(changes)).toEqual({
      "Placed old-to-new": "broken-before",
      "Placed new-to-old": "breaking",
      "Placed new-to-new": "breaking",
    });
  });

  test("and is mended is safe", () => {
    const changes = between({ sent: { Placed: lax }, taken: { Placed: strict } }, { sent: { Placed: strict }, taken: { Placed: strict } });
    expect(outcomes(changes)).toMatchObject({ "Placed old-to-new": "broken-before", "Placed new-to-new": "safe" });
  });
});

describe("the policy declared-properties-only", () => {
  const open = { type: "object", properties: { id: text } } as const;
  const more = { type: "object", properties: { id: text, note: text } } as const;

  test("lets a consumer declare an optional property, and is named", () => {
    const plain = between({ sent: { Placed: open }, taken: { Placed: open } }, { sent: { Placed: open }, taken: { Placed: more } });
    expect(outcomes(plain)).toMatchObject({ "Placed old-to-new": "breaking", "Placed new-to-new": "breaking" });
    const policy = "declared-properties-only";
    const changes = between(
      { sent: { Placed: open }, taken: { Placed: open } },
      { sent: { Placed: open }, taken: { Placed: more } },
      { policy },
    );
    expect(outcomes(changes)).toMatchObject({ "Placed old-to-new": "safe-by-policy", "Placed new-to-new": "safe-by-policy" });
    expect(changes.pairs[0]?.ways[0]?.sentence).toContain("Safe by policy declared-properties-only; not proved:");
    expect(changes.standing).toBe("safe");
  });

  test("excuses nothing that declared properties break", () => {
    const asked = object({ id: text, note: text });
    const changes = between({ taken: { Placed: open } }, { taken: { Placed: asked } }, { policy: "declared-properties-only" });
    expect(outcomes(changes)).toMatchObject({ "Placed old-to-new": "breaking" });
  });
});

describe("an acceptance", () => {
  const at = { file: "accepted.yaml", line: 1, column: 1 };
  const change = (breakage: string, expires = "2026-06-01") =>
    between({}, { taken: { Placed: object({ id: number }) } }, { acceptances: [{ breakage, reason: "nobody sends it", expires, at }] });

  test("of all that breaks makes it accepted, not safe", () => {
    const changes = change("*shop.place → mailer.mail: Placed");
    expect(outcomes(changes)).toMatchObject({
      "Placed old-to-new": "accepted",
      "Placed new-to-new": "accepted",
      "Placed new-to-old": "safe",
    });
    expect(changes).toMatchObject({ standing: "safe", acceptances: [{ use: "used" }] });
  });

  test("of one way leaves the other", () => {
    expect(change("old-to-new shop.place → mailer.mail: Placed").standing).toBe("breaking");
  });

  test("counts to the end of its last day and no longer", () => {
    expect(change("*", "2026-05-31")).toMatchObject({
      standing: "breaking",
      acceptances: [{ use: "expired", matches: [expect.any(String), expect.any(String)] }],
    });
  });

  test("of nothing is told", () => {
    expect(change("old-to-new shop.place → mailer.mail: Paid").acceptances).toMatchObject([{ use: "idle", matches: [] }]);
  });
});

test("what is proved before the change is breaking exactly where the proof between the two is broken", () => {
  const whole: SchemaNode = true;
  fc.assert(
    fc.property(anySchema, anySchema, (sent, taken) => {
      const [before, after] = [
        shop({ sent: { Placed: sent as SchemaNode }, taken: { Placed: whole } }),
        shop({ sent: { Placed: sent as SchemaNode }, taken: { Placed: taken as SchemaNode } }),
      ];
      const options = { timeoutMs: 100 };
      const changes = changesBetween(before, after, { today, ...options });
      const sides = { "old-to-new": [before, after], "new-to-old": [after, before], "new-to-new": [after, after] } as const;
      for (const [way, [producers, consumers]] of Object.entries(sides) as [Way, (typeof sides)[Way]][]) {
        const broken = proveBetween(producers, consumers, options).proofs.some(({ standing }) => standing === "broken");
        expect(outcomes(changes)[`Placed ${way}`] === "breaking").toBe(broken);
      }
    }),
    { numRuns: 60 },
  );
});
