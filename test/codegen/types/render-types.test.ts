import { describe, expect, test } from "vitest";
import type { Schema, SchemaNode } from "#contract";
import { type RenderedTypes, renderTypes } from "../../../src/codegen/types/render-types.js";

/** Schemas by id; a key without `#` stands for a component of `shop.yaml`. */
function schemasOf(nodes: Readonly<Record<string, SchemaNode>>): ReadonlyMap<string, Schema> {
  return new Map(
    Object.entries(nodes).map(([key, node], index) => {
      const id = idOf(key);
      return [
        id,
        { id, name: key.split("/").at(-1) ?? "", node, location: { file: id.split("#", 1)[0] ?? "", line: index + 1, column: 3 } },
      ];
    }),
  );
}

function idOf(key: string): string {
  return key.includes("#") ? key : `shop.yaml#/components/schemas/${key}`;
}

function render(
  nodes: Readonly<Record<string, SchemaNode>>,
  roots: readonly string[],
  reserved: readonly string[] = [],
): Promise<RenderedTypes> {
  const wanted = roots.map((key) => ({ schemaId: idOf(key), preferredName: key.split("/").at(-1) ?? "" }));
  return renderTypes(wanted, schemasOf(nodes), new Set(reserved));
}

const ref = (key: string): SchemaNode => ({ $ref: idOf(key) });
const object = (properties: Readonly<Record<string, SchemaNode>>, more: SchemaNode = {}): SchemaNode => ({
  type: "object",
  properties: properties as never,
  required: Object.keys(properties),
  ...(more as object),
});
const text: SchemaNode = { type: "string" };

function declared({ text: source }: RenderedTypes): readonly string[] {
  return [...source.matchAll(/^export (?:type|interface) (\S+)/gmu)].map((match) => match[1] ?? "");
}

test("a message, its parts and its results read as one would write them", async () => {
  const { text: source } = await render(
    {
      OrderId: { type: "string", format: "uuid", description: "The order's id." },
      OrderAction: object(
        { orderId: ref("OrderId"), note: { ...(text as object), maxLength: 80, description: "For people" } },
        { description: "One step." },
      ),
      Result: {
        description: "What came of it.",
        oneOf: [
          { title: "Charged", ...(object({ orderId: ref("OrderId"), status: { const: "charged" } }) as object) },
          {
            title: "Declined",
            ...(object({ orderId: ref("OrderId"), status: { const: "declined" }, reason: { enum: ["broke", null] } }) as object),
          },
        ],
      },
    },
    ["OrderAction", "Result"],
  );
  expect(source).toBe(`/** The order's id. Format uuid. */
export type OrderId = string;

/** One step. */
export interface OrderAction {
  orderId: OrderId;
  /**
   * For people
   * At most 80 characters.
   */
  note: string;
}

/** What came of it. */
export type Result = Charged | Declined;

export interface Charged {
  orderId: OrderId;
  status: "charged";
}

export interface Declined {
  orderId: OrderId;
  status: "declined";
  reason: "broke" | null;
}
`);
});

describe("names", () => {
  test.each([
    ["order", "Order"],
    ["new-ping", "NewPing"],
    ["1st", "_1st"],
    ["order_line item", "OrderLineItem"],
    ["HTTPError", "HTTPError"],
    ["größe", "Größe"],
    ["注文", "注文"],
    ["🐇", "Shop"],
    ["class", "Class"],
    ["delete", "Delete"],
    ["Status", "Status"],
    ["Event", "Event"],
    ["string", "StringType"],
    ["Record", "RecordType"],
    ["Promise", "PromiseType"],
    ["__proto__", "Proto"],
    ["Received", "ReceivedType"],
  ])("%s becomes %s", async (given, want) => {
    const { typeNameOf } = await render({ [given]: text }, [given], ["Received"]);
    expect(typeNameOf.get(idOf(given))).toBe(want);
  });

  test("a schema that messages of different names share keeps its own name", async () => {
    const roots = ["Placed", "Cancelled"].map((preferredName) => ({ schemaId: idOf("OrderEvent"), preferredName }));
    const { typeNameOf } = await renderTypes(roots, schemasOf({ OrderEvent: object({ id: text }) }));
    expect(typeNameOf.get(idOf("OrderEvent"))).toBe("OrderEvent");
  });

  test("schemas of one name in two files are told apart by file, the root's keeping the plain name", async () => {
    const other = "billing.yaml#/components/schemas/Order";
    const { typeNameOf } = await render({ Order: object({ bill: ref(other) }), [other]: object({ sum: { type: "number" } }) }, ["Order"]);
    expect([typeNameOf.get(idOf("Order")), typeNameOf.get(other)]).toEqual(["Order", "BillingOrder"]);
  });

  test("two schemas with one title are both kept, the second named after its parent", async () => {
    const line = (key: string): SchemaNode => object({ [key]: text }, { title: "Line" });
    expect(declared(await render({ Cart: object({ a: line("x"), b: line("y"), c: line("x") }) }, ["Cart"]))).toEqual([
      "Cart",
      "Line",
      "CartLine",
    ]);
  });

  test("an edit elsewhere changes no other name", async () => {
    const nodes = { Cart: object({ lines: { type: "array", items: object({ sku: text }) }, owner: object({ name: text }) }) };
    const before = declared(await render(nodes, ["Cart"]));
    const after = declared(await render({ Added: object({ owner: object({ n: text }), cart: ref("Cart") }), ...nodes }, ["Added", "Cart"]));
    expect(before).toEqual(["Cart", "CartLinesItem", "CartOwner"]);
    expect(after).toEqual(["Added", "AddedOwner", ...before]);
  });

  test("the same input gives the same text, whatever the order of the schemas", async () => {
    const nodes = { A: object({ b: ref("B"), c: object({ d: text }) }), B: object({ c: ref("A") }) };
    const schemas = schemasOf(nodes);
    const roots = [{ schemaId: idOf("A"), preferredName: "A" }];
    const reversed = new Map([...schemas].reverse());
    expect((await renderTypes(roots, reversed)).text).toBe((await renderTypes(roots, schemas)).text);
  });

  test("only what the roots reach is declared", async () => {
    expect(declared(await render({ A: object({ a: text }), B: object({ b: text }) }, ["A"]))).toEqual(["A"]);
  });
});

test("unions that share their members, a hundred deep, are each worked out once", async () => {
  const level = (index: number): SchemaNode =>
    index === 100 ? object({ a: text }) : { oneOf: [ref(`L${index + 1}`), ref(`R${index + 1}`)] };
  const nodes = Object.fromEntries(
    Array.from({ length: 101 }, (_, index) => [`L${index}`, `R${index}`].map((key) => [key, level(index)] as const)).flat(),
  );
  expect(declared(await render(nodes, ["L0"]))).toHaveLength(201);
});

describe("problems", () => {
  test("a schema that consists of itself is an error at its place", async () => {
    const { problems } = await render({ A: { oneOf: [ref("B"), text] }, B: { allOf: [ref("A")] } }, ["A"]);
    expect(problems).toContainEqual(
      expect.objectContaining({ severity: "error", code: "endless-schema", file: "shop.yaml", line: 1, column: 3 }),
    );
  });

  test("a schema with properties and no type is warned of, since it accepts everything else too", async () => {
    const { problems, text: source } = await render({ A: { properties: { a: text as never } } }, ["A"]);
    expect(problems).toEqual([expect.objectContaining({ severity: "warning", code: "type-not-stated", line: 1 })]);
    expect(source).toContain("string | number | boolean | null | unknown[] | { a?: string }");
  });

  test("nothing is said of schemas that state their type, themselves or through what they combine", async () => {
    const { problems } = await render({ A: object({ a: text }), B: { allOf: [ref("A"), { properties: { b: text as never } }] } }, [
      "A",
      "B",
    ]);
    expect(problems).toEqual([]);
  });
});
