// The page of one step by hand: branches side by side, or the matrices. Typed numbers go to the server.

import { followPresentation } from "../../../app/presentation/follow_presentation.js";
import { mounted } from "../../../app/js/mounted.js";
import { Branches } from "./branches.js";
import { WeightTables } from "./weight_tables.js";

const KINDS = { branches: Branches, weights: WeightTables };

export default function (page) {
  return mounted(page, {
    box: ".by_hand",
    name: "The hand run",
    make: (box, data) => Object.assign(new KINDS[data.kind](box), { leave: followPresentation(box) }),
  });
}
