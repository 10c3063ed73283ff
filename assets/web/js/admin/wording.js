// How a call is spoken.

import { t } from "../texts.js";
import { note, words } from "./form.js";
import { languages } from "./names.js";
import { callButtons } from "./previews.js";
import { sessions } from "./rows.js";
import { begin } from "./settings.js";
import { Sheet } from "./sheet.js";
import { fill } from "./shell.js";

begin(() => {
  const sheet = new Sheet({
    area: "call",
    title: t("wording.call"),
    hint: t("wording.call_hint"),
    fields: (call, preview) => [
      words("number", call, languages(), { label: t("wording.number"), hint: t("wording.number_hint", { number: "{number}" }), maxlength: 120 }),
      words("counter", call, languages(), { label: t("wording.counter"), hint: t("wording.counter_hint", { counter: "{counter}" }), maxlength: 120 }),
      note(preview),
      sessions("quiet", call, { label: t("wording.quiet"), hint: t("wording.quiet_hint") }),
    ],
    preview: (_, value) => callButtons("call", value),
  });
  fill(sheet.element);
});
