/** What a script adds to a page of the docs. Every page is whole without it. */
import { addCopyButton } from "./copy.js";
import { searchButton } from "./search/dialog.js";
import { themeChoice } from "./theme/choice.js";

for (const listing of document.querySelectorAll<HTMLElement>("pre[data-copy]")) addCopyButton(listing);
document.getElementById("tools")?.append(searchButton(), themeChoice());
