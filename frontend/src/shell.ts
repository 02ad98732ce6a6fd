// Every page loads this one file: styles, and what a page can do better with a script than without.
import "./styles/main.scss";
import "htmx.org/dist/htmx.esm.js";

import { startAnnouncing } from "./announce";
import { startChoosing } from "./choosing";
import { startClauseTree } from "./clause-tree";
import { startCopying } from "./copying";
import { startDialogs } from "./dialogs";
import { startDrafts } from "./drafts";
import { startFilters } from "./filters";
import { startKeying } from "./keying";
import { startKeys } from "./keys";
import { startLive } from "./live";
import { startMaps } from "./map";
import { startMenus } from "./menus";
import { startPhotos } from "./photos";
import { startSignatures } from "./signature";
import { startWideTables } from "./wide-tables";

document.documentElement.classList.add("scripted");

startFilters();
startMenus();
startDialogs();
startCopying();
startKeys();
startKeying();
startChoosing();
startAnnouncing();
startDrafts();
startPhotos();
startSignatures();
startLive();
startWideTables();
startClauseTree();
startMaps();
