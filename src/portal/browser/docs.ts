/** What a script adds to a page of the docs. Every page is whole without it. */
import { addCopyButton } from "./copy.js";
import { searchButton } from "./search/dialog.js";
import { themeChoice } from "./theme/choice.js";
import { addWholePicture } from "./whole-picture.js";

for (const listing of document.querySelectorAll<HTMLElement>("pre[data-copy]")) addCopyButton(listing);
for (const picture of document.querySelectorAll<HTMLElement>("figure.picture")) addWholePicture(picture);
document.getElementById("tools")?.append(searchButton(), themeChoice());
