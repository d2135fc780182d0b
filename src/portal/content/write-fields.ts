/** A payload's fields as nested lists: readable without a script, foldable with `<details>`. */
import { html, type Markup } from "./markup.js";
import type { Address, Field } from "./model.js";
import { proseLineHtml } from "./prose.js";
import { inlineHtml } from "./write-inline.js";

export const fieldsHtml = (from: Address, fields: readonly Field[]): Markup =>
  html`<ul class="fields">${fields.map((field) => html`<li id="${field.id}">${fieldHtml(from, field)}</li>`)}</ul>`;

const holds = { properties: "properties", items: "items", alternatives: "alternatives" } as const;

function fieldHtml(from: Address, field: Field): Markup {
  const { name, label, required, deprecated, type, constraints, description, within } = field;
  return html`<p class="field">${label === true ? html`<strong class="name">${name}</strong>` : html`<code class="name">${name}</code>`} <span class="type">${inlineHtml(from, type)}</span>${
    required && html` <span class="badge plain">required</span>`
  }${deprecated && html` <span class="badge doubtful">deprecated</span>`}</p>${
    description !== undefined && html`<p class="about">${proseLineHtml(description)}</p>`
  }${constraints.length > 0 && html`<ul class="constraints">${constraints.map((each) => html`<li>${inlineHtml(from, each)}</li>`)}</ul>`}${
    within.length > 0 && html`<details open><summary>${holds[field.holds ?? "properties"]}</summary>${fieldsHtml(from, within)}</details>`
  }`;
}
