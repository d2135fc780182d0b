/**
 * A payload's fields as nested lists: readable without a script, foldable with `<details>`. With as little markup as can be, since large systems
 * have a hundred thousand fields: what a line consists of is told by its order.
 */
import { html, type Markup } from "./markup.js";
import type { Address, Field } from "./model.js";
import { proseLineHtml } from "./prose.js";
import { inlineHtml } from "./write-inline.js";

export const fieldsHtml = (from: Address, fields: readonly Field[]): Markup =>
  html`<ul class="fields">${fields.map((field) => html`<li id="${field.id}">${fieldHtml(from, field)}</li>`)}</ul>`;

const holds = { properties: "properties", items: "items", alternatives: "alternatives" } as const;

function fieldHtml(from: Address, field: Field): Markup {
  const { name, label, required, deprecated, type, constraints, description, within } = field;
  return html`<p>${label === true ? html`<strong>${name}</strong>` : html`<code>${name}</code>`} <span>${inlineHtml(from, type)}</span>${
    required && html` <b>required</b>`
  }${deprecated && html` <b class="doubtful">deprecated</b>`}</p>${
    description !== undefined && html`<p>${proseLineHtml(description)}</p>`
  }${constraints.length > 0 && html`<ul>${constraints.map((each) => html`<li>${inlineHtml(from, each)}</li>`)}</ul>`}${
    within.length > 0 && html`<details open><summary>${holds[field.holds ?? "properties"]}</summary>${fieldsHtml(from, within)}</details>`
  }`;
}
