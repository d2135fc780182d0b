/** A form with fields that the documents have none of. */
export const form = {
  kind: "object",
  properties: [
    { name: "price", required: true, field: { kind: "number", whole: false } },
    {
      name: "note",
      required: true,
      field: {
        kind: "alternatives",
        alternatives: [
          { name: "none", start: null, field: { kind: "choice", values: [null] } },
          { name: "some", start: "text", field: { kind: "text" } },
        ],
      },
    },
    {
      name: "way",
      required: true,
      field: {
        kind: "alternatives",
        alternatives: [
          {
            name: "near",
            start: { id: "1" },
            field: { kind: "object", properties: [{ name: "id", required: true, field: { kind: "text" } }] },
          },
          {
            name: "far",
            start: { id: "1" },
            field: {
              kind: "object",
              properties: [
                { name: "id", required: true, field: { kind: "text" } },
                { name: "more", required: false, field: { kind: "number", whole: true } },
              ],
            },
          },
        ],
      },
    },
    { name: "map", required: true, field: { kind: "json" } },
    { name: "constructor", required: false, field: { kind: "text" } },
  ],
};
/** A payload for it. */
export const example = { price: 1, note: null, way: { id: "1" }, map: { a: 1 } };
